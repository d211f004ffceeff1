// Labs without formulas in the browser: slider and number keep step, the server computes and draws.
// What stands in the fields stays; only the parts with data-live are replaced.
const COMPUTE_AFTER = 150, SAY_AFTER = 600;

export const readNumber = text => {
  const plain = text.trim().replace('−', '-').replace(',', '.');
  return /^[+-]?[0-9]{1,40}(\.[0-9]{1,40})?$/.test(plain) ? +plain : null;
};
export const fieldText = (value, form) => String(+(+value).toFixed(4)).replace('-', '−').replace('.', form.dataset.comma);

// The first of each name counts, as it does for the server.
const query = (form, button) => {
  const found = new URLSearchParams();
  for (const [name, value] of new FormData(form, button)) if (!found.has(name)) found.append(name, value);
  return found;
};

async function fetchPage(url, signal) {
  const reply = await fetch(url, {headers: {Accept: 'text/html'}, signal});
  if (!reply.ok) throw new Error('no lab');
  return new DOMParser().parseFromString(await reply.text(), 'text/html');
}

const states = new WeakMap();
const stateOf = form => states.get(form) ?? states.set(form, {}).get(form);

function say(form) {
  const status = form?.querySelector('[data-lab-said]');
  if (!status) return;
  const state = stateOf(form);
  clearTimeout(state.saying);
  state.saying = setTimeout(() => { status.textContent = status.dataset.said; }, SAY_AFTER);
}

// Another preset, the prediction or a button: the block is fetched and put in place; when that fails, the page itself.
const turns = new Map();
async function swap(block, url, focused = '[aria-current]') {
  const turn = (turns.get(block.id) ?? 0) + 1;
  turns.set(block.id, turn);
  try {
    const found = (await fetchPage(url)).getElementById(block.id);
    if (!found) throw new Error('no lab');
    // who chose something else meanwhile sees that
    if (turns.get(block.id) !== turn) return;
    const fresh = document.importNode(found, true);
    for (const details of fresh.querySelectorAll('details[id]')) {
      if (document.getElementById(details.id)?.open) details.open = true;
    }
    document.getElementById(block.id).replaceWith(fresh);
    history.replaceState(null, '', url);
    fresh.dispatchEvent(new CustomEvent('lab:nieuw', {bubbles: true}));
    (fresh.querySelector(focused) || fresh.querySelector('[data-lab-first]') || fresh.querySelector('[data-lab]'))?.focus?.();
    say(fresh.querySelector('[data-lab-live]'));
  } catch {
    const off = block.querySelector('[data-lab-off]');
    if (off) off.textContent = off.dataset.text;
    else location.assign(url);
  }
}

function update(form, fresh) {
  for (const part of fresh.querySelectorAll('[data-live]')) {
    document.getElementById(part.id)?.replaceWith(document.importNode(part, true));
  }
  for (const field of fresh.querySelectorAll('.in')) {
    const here = document.getElementById(field.id);
    if (!here) continue;
    for (const name of ['aria-invalid', 'aria-describedby']) {
      if (field.hasAttribute(name)) here.setAttribute(name, field.getAttribute(name));
      else here.removeAttribute(name);
    }
    here.closest('.lf').className = field.closest('.lf').className;
  }
  for (const slider of fresh.querySelectorAll('[data-slider]')) {
    const here = form.querySelector(`[data-slider="${slider.dataset.slider}"]`);
    if (!here) continue;
    if (here !== document.activeElement) here.value = slider.value;
    here.setAttribute('aria-valuetext', slider.getAttribute('aria-valuetext'));
  }
  form.querySelector('[data-lab-said]').dataset.said = fresh.querySelector('[data-lab-said]').dataset.said;
  say(form);
}

async function compute(form) {
  const state = stateOf(form), asked = query(form), off = form.querySelector('[data-lab-off]');
  state.request?.abort();
  state.request = new AbortController();
  try {
    const fresh = (await fetchPage(`${form.dataset.labLive}?${asked}`, state.request.signal)).querySelector('[data-lab-live]');
    if (!fresh) throw new Error('no lab');
    update(form, fresh);
    off.textContent = '';
    const page = new URL(form.action);
    page.search = asked;
    history.replaceState(null, '', page);
  } catch (error) {
    if (error.name !== 'AbortError') off.textContent = off.dataset.text;
  }
}

document.addEventListener('input', event => {
  const field = event.target, form = field.closest('[data-lab-live]');
  if (!form) return;
  if (field.dataset.slider) {
    form.elements.namedItem(field.dataset.slider).value = fieldText(field.value, form);
  } else {
    const slider = form.querySelector(`[data-slider="${field.name}"]`), value = readNumber(field.value);
    if (slider && value !== null) slider.value = value;
  }
  const state = stateOf(form);
  clearTimeout(state.waiting);
  state.waiting = setTimeout(() => compute(form), COMPUTE_AFTER);
});
document.addEventListener('submit', event => {
  const guess = event.target.closest('[data-lab-guess]'), form = event.target.closest('[data-lab-live]'), button = event.submitter;
  if (!guess && !form) return;
  event.preventDefault();
  if (form && !button?.name) return compute(form);
  const url = new URL(event.target.action);
  url.search = query(event.target, button);
  swap(event.target.closest('[data-lab-block]'), url.href, guess ? '[data-lab-first]' : `[name="${button.name}"][value="${button.value}"]`);
});
document.addEventListener('click', event => {
  const link = event.target.closest('[data-lab-link]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  swap(link.closest('[data-lab-block]'), link.href);
});
window.addEventListener('online', () => document.querySelectorAll('[data-lab-live]').forEach(form => {
  if (form.querySelector('[data-lab-off]').textContent) compute(form);
}));
