// The report: the outcome follows the filters at once; without script the Filter button does the same.
const FILTER_AFTER = 250;
const form = document.querySelector('[data-filters]');
let running = null, timer = 0;

async function show(url) {
  running?.abort();
  running = new AbortController();
  let reply;
  try {
    reply = await fetch(url, {signal: running.signal, headers: {Accept: 'text/html'}});
  } catch (error) {
    if (error.name !== 'AbortError') location.assign(url);
    return;
  }
  if (!reply.ok || reply.redirected) return location.assign(url);
  const page = new DOMParser().parseFromString(await reply.text(), 'text/html');
  for (const part of document.querySelectorAll('[data-part]')) {
    const fresh = page.querySelector(`[data-part="${part.dataset.part}"]`);
    if (!fresh) return location.assign(url);
    if (part.dataset.part === 'count') part.textContent = fresh.textContent;
    else part.replaceWith(document.adoptNode(fresh));
  }
  history.replaceState(null, '', url);
}

function chosen() {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value) query.set(name, value);
  const url = new URL(form.action);
  url.search = query;
  return url;
}

form.addEventListener('input', event => {
  if (event.target.type === 'date' && !event.target.validity.valid) return;
  clearTimeout(timer);
  timer = setTimeout(() => show(chosen()), FILTER_AFTER);
});
form.addEventListener('submit', event => {
  event.preventDefault();
  clearTimeout(timer);
  show(chosen());
});

// After sorting the focus stays on the heading that was clicked.
document.addEventListener('click', async event => {
  const link = event.target.closest('a[data-swap]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const column = link.closest('th').cellIndex;
  await show(link.href);
  const order = new URL(link.href).searchParams;
  form.elements.sorteer.value = order.get('sorteer') ?? form.elements.sorteer.options[0].value;
  form.elements.richting.value = order.get('richting') ?? '';
  document.querySelectorAll('[data-part="table"] thead th')[column]?.querySelector('a')?.focus();
});
