// An item in review: the form works by itself; the script only keeps the answer while there is no connection, also
// over a reload, and sends it again. The key in the form makes any number of sends one answer.
const RETRY = 5000, PATIENCE = 15000;

const form = document.querySelector('[data-review]');
const {person} = document.body.dataset;

// What was answered and not yet acknowledged, on this device.
const device = {
  place: `review ${person}`,
  keep(pairs) { try { localStorage.setItem(this.place, JSON.stringify({pairs})); } catch { /* it is on the screen */ } },
  clear() { try { localStorage.removeItem(this.place); } catch { /* nothing was kept */ } },
  find() { try { return JSON.parse(localStorage.getItem(this.place))?.pairs; } catch { return null; } },
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

async function post(body) {
  const reply = await fetch(form.action, {method: 'POST', credentials: 'same-origin', body, headers: {'Accept': 'application/json'}, signal: AbortSignal.timeout(PATIENCE)});
  if (reply.status >= 500) throw new Error(String(reply.status));
  const next = reply.ok && (await reply.json()).next;
  if (reply.status !== 401) device.clear();
  return next;
}

async function send(button) {
  const body = answer(button);
  device.keep([...body].filter(([name]) => name !== 'csrf_token'));
  const next = await post(body);
  if (next) return location.assign(next);
  if (button?.name) addHidden(button.name, button.value, 'sent');
  form.submit(); // a page to read: an ended session, something to mend
}

// What was given to another question, which is not the first any more: on with that, to its verdict, unless the one
// that stands here is being answered by now.
async function bring(pairs) {
  const body = new FormData();
  for (const [name, value] of [...pairs, ['csrf_token', form.elements.csrf_token.value]]) body.append(name, value);
  let isBegun = false;
  form.addEventListener('input', () => { isBegun = true; });
  const next = await post(body).catch(() => '');
  if (next && !isBegun) location.assign(next);
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

const found = device.find();
const isHere = ['key', 'item'].every(part => found?.some(([name, value]) => name === part && value === form.elements.namedItem(part).value));
const kept = isHere ? found : null;
if (kept) fill(kept);
else if (found) bring(found);
if (form.querySelector('[data-order]')) (await import('./order.js')).setUpOrders(form);
if (kept && !form.hasAttribute('aria-busy')) keep([...form.querySelectorAll('button[name]')].find(each => kept.some(([name, value]) => name === each.name && value === each.value)));
