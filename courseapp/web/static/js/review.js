// An item in review: the form works by itself; the script only keeps the answer on screen while there is no
// connection, and sends it again. The key in the form makes any number of sends one answer.
const RETRY = 5000, PATIENCE = 15000;

const form = document.querySelector('[data-review]');
if (form.querySelector('[data-order]')) (await import('./order.js')).setUpOrders(form);

function say(text) {
  form.querySelector('[data-save]').textContent = text;
}

async function send(button) {
  const reply = await fetch(form.action, {method: 'POST', credentials: 'same-origin', body: answer(button), headers: {'Accept': 'application/json'}, signal: AbortSignal.timeout(PATIENCE)});
  if (reply.ok) return location.assign((await reply.json()).next);
  if (reply.status >= 500) throw new Error(String(reply.status));
  if (button?.name) form.append(Object.assign(document.createElement('input'), {type: 'hidden', name: button.name, value: button.value, className: 'sent'}));
  form.submit(); // a page to read: an ended session, something to mend
}

// What stands on the screen now: while it waits an answer may still be changed.
function answer(button) {
  const data = new FormData(form);
  if (button?.name) data.set(button.name, button.value);
  return data;
}

async function keep(button) {
  say(form.dataset.busy);
  try {
    await send(button);
  } catch {
    say(form.dataset.waiting);
    setTimeout(() => keep(button), RETRY);
  }
}

form.addEventListener('submit', event => {
  if (event.submitter?.name === 'vraag-tip') return;
  event.preventDefault();
  if (form.hasAttribute('aria-busy')) return;
  form.setAttribute('aria-busy', 'true');
  keep(event.submitter);
});

window.addEventListener('pageshow', event => {
  if (!event.persisted) return;
  form.removeAttribute('aria-busy');
  form.querySelectorAll('.sent').forEach(each => each.remove());
});
