// An item in review: the form works by itself; the script only keeps the answer on screen while there is no
// connection, and sends it again. The key in the form makes any number of sends one answer.
const RETRY = 5000;

const form = document.querySelector('[data-review]');
if (form.querySelector('[data-order]')) (await import('./order.js')).setUpOrders(form);

function say(text) {
  form.querySelector('[data-save]').textContent = text;
}

async function send(data) {
  const reply = await fetch(form.action, {method: 'POST', credentials: 'same-origin', body: data, headers: {'Accept': 'application/json'}});
  if (reply.ok) return location.assign((await reply.json()).next);
  if (reply.status >= 500) throw new Error(String(reply.status));
  form.submit(); // a page to read: an ended session, something to mend
}

async function keep(data) {
  say(form.dataset.busy);
  try {
    await send(data);
  } catch {
    say(form.dataset.waiting);
    setTimeout(() => keep(data), RETRY);
  }
}

form.addEventListener('submit', event => {
  event.preventDefault();
  if (form.hasAttribute('aria-busy')) return;
  form.setAttribute('aria-busy', 'true');
  const data = new FormData(form);
  const button = event.submitter;
  if (button?.name) {
    data.set(button.name, button.value);
    form.append(Object.assign(document.createElement('input'), {type: 'hidden', name: button.name, value: button.value}));
  }
  keep(data);
});

window.addEventListener('pageshow', event => { if (event.persisted) form.removeAttribute('aria-busy'); });
