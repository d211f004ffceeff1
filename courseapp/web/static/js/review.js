// An item in review: the form works by itself; the script only keeps the answer while there is no connection, also
// over a reload, and sends it again. The key in the form makes any number of sends one answer.
const RETRY = 5000, PATIENCE = 15000;

const form = document.querySelector('[data-review]');
const {person} = document.body.dataset;
const key = form.elements.key.value;

// What was answered and not yet acknowledged, on this device.
const device = {
  place: `review ${person}`,
  keep(pairs) { try { localStorage.setItem(this.place, JSON.stringify({key, pairs})); } catch { /* it is on the screen */ } },
  clear() { try { localStorage.removeItem(this.place); } catch { /* nothing was kept */ } },
  find() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.place));
      if (kept?.key === key) return kept.pairs;
    } catch { /* nothing was kept */ }
    this.clear(); // of a question that is answered by now
    return null;
  },
};

function fill(pairs) {
  for (const field of form.querySelectorAll('input,select')) {
    if (field.type === 'hidden') continue;
    const given = pairs.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.matches('[type=radio],[type=checkbox]')) field.checked = given.includes(field.value);
    else if (given.length) field.value = given[0];
  }
  if (pairs.some(([name]) => name === 'tip') && !form.elements.tip) addHidden('tip', '1');
}

function addHidden(name, value, className = '') {
  form.append(Object.assign(document.createElement('input'), {type: 'hidden', name, value, className}));
}

function say(text) {
  form.querySelector('[data-save]').textContent = text;
}

// What stands on the screen now: while it waits an answer may still be changed.
function answer(button) {
  const data = new FormData(form);
  if (button?.name) data.set(button.name, button.value);
  return data;
}

async function send(button) {
  const body = answer(button);
  device.keep([...body].filter(([name]) => name !== 'csrf_token'));
  const reply = await fetch(form.action, {method: 'POST', credentials: 'same-origin', body, headers: {'Accept': 'application/json'}, signal: AbortSignal.timeout(PATIENCE)});
  if (reply.status >= 500) throw new Error(String(reply.status));
  if (reply.status !== 401) device.clear();
  if (reply.ok) return location.assign((await reply.json()).next);
  if (button?.name) addHidden(button.name, button.value, 'sent');
  form.submit(); // a page to read: an ended session, something to mend
}

async function keep(button) {
  form.setAttribute('aria-busy', 'true');
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
  if (!form.hasAttribute('aria-busy')) keep(event.submitter);
});

window.addEventListener('pageshow', event => {
  if (!event.persisted) return;
  form.removeAttribute('aria-busy');
  form.querySelectorAll('.sent').forEach(each => each.remove());
});

const kept = device.find();
if (kept) fill(kept);
if (form.querySelector('[data-order]')) (await import('./order.js')).setUpOrders(form);
if (kept && !form.hasAttribute('aria-busy')) keep([...form.querySelectorAll('button[name]')].find(each => kept.some(([name, value]) => name === each.name && value === each.value)));
