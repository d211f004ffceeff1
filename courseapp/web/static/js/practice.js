// A practice question: the verdict comes from the server and takes the question's place. Without script the form
// does the same; whenever the script cannot, it lets the form do so.
const PATIENCE = 15000;
const keys = new WeakMap();

// What few lessons or only the first check needs is loaded then.
async function setUp(root) {
  if (root.querySelector('[data-order]')) (await import('./order.js')).setUpOrders(root);
}

setUp(document);

function say(form, text) {
  const message = document.createElement('p');
  message.className = 'err';
  message.textContent = text;
  form.querySelector('[data-feedback]').replaceChildren(message);
}

function isEmpty(form) {
  return ![...new FormData(form)].some(([name, value]) => name.startsWith('i-') && String(value).trim());
}

const words = form => new URLSearchParams(new FormData(form)).toString();

async function check(form) {
  const data = new FormData(form), asked = words(form);
  // the same answer once more, after a reply that was lost, is the same answer
  if (keys.get(form)?.asked !== asked) keys.set(form, {asked, key: (await import('./savequeue.js')).newKey()});
  data.set('key', keys.get(form).key);
  const reply = await fetch(form.action, {
    method: 'POST', credentials: 'same-origin', body: data, headers: {'X-Fragment': '1', 'Accept': 'text/html'}, signal: AbortSignal.timeout(PATIENCE),
  });
  if (!reply.ok) return form.submit();
  if (words(form) !== asked) return; // changed meanwhile: what stands there now has no verdict yet
  const page = new DOMParser().parseFromString(await reply.text(), 'text/html');
  const fresh = document.adoptNode(page.querySelector('form[data-practice]'));
  form.replaceWith(fresh);
  setUp(fresh);
  fresh.querySelector('[data-verdict]')?.focus({preventScroll: true});
  fresh.querySelector('[data-verdict]')?.scrollIntoView({block: 'nearest'});
}

document.addEventListener('submit', event => {
  const form = event.target.closest('[data-practice]');
  if (!form) return;
  event.preventDefault();
  if (form.hasAttribute('aria-busy')) return;
  if (isEmpty(form)) {
    say(form, form.dataset.empty);
    form.querySelector('input:not([type=hidden]),select')?.focus();
    return;
  }
  form.setAttribute('aria-busy', 'true');
  check(form).catch(() => say(form, form.dataset.failed)).finally(() => form.removeAttribute('aria-busy'));
});

// A changed answer has no verdict yet; how sure someone is changes nothing about it.
document.addEventListener('change', event => {
  const form = event.target.closest('[data-practice]');
  if (!form || event.target.closest('.sure')) return;
  form.querySelector('[data-feedback]').replaceChildren();
  form.querySelectorAll('.opt').forEach(option => {
    option.classList.remove('is-right', 'is-wrong');
    option.querySelector('.verdict')?.replaceChildren();
  });
  form.querySelectorAll('.st').forEach(mark => mark.remove());
});
