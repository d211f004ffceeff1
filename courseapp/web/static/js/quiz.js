// A quiz: every answer is saved as it is given, the state of saving is visible, handing in waits for the last answer.
// Without script the same form saves and hands in by its buttons.
import {isOrdered, number, setUpOrders} from './order.js';
import {createQueue} from './savequeue.js';
import {isTouched} from './touched.js';

const TYPING_PAUSE = 700, BUSY_SHOWN_AFTER = 500, HAND_IN_PATIENCE = 10000;
const form = document.querySelector('[data-quiz]');
const status = form.querySelector('[data-save]');
const counter = form.querySelector('[data-answered]');
const sections = [...form.querySelectorAll('[data-item]')];
const typing = new Map();
let queue = null, busyTimer = 0, handingIn = false;

const fields = section => [...section.querySelectorAll(`[name^="i-${CSS.escape(section.dataset.item)}"]`)];
const part = (section, field) => field.name.slice(`i-${section.dataset.item}-`.length);
const checked = section => fields(section).filter(field => field.checked).map(field => field.value);

const sure = section => section.querySelector(`[name="c-${CSS.escape(section.dataset.item)}"]:checked`)?.value ?? null;

const readers = {
  'single': section => checked(section).map(choice => ({choice}))[0] ?? null,
  'true-false': section => readers.single(section),
  'multiple': section => checked(section).length ? {choices: checked(section)} : null,
  'ordering': section => isOrdered(section.querySelector('[data-order]')) ? {order: fields(section).map(field => part(section, field))} : null,
  'matching': section => {
    const pairs = Object.fromEntries(fields(section).filter(field => field.value).map(field => [part(section, field), field.value]));
    return Object.keys(pairs).length ? {pairs} : null;
  },
  'sorting': section => {
    const chosen = fields(section).filter(field => field.checked).map(field => [part(section, field), field.value]);
    return chosen.length ? {pairs: Object.fromEntries(chosen)} : null;
  },
  'survey': section => readers.single(section),
  'scale': section => readers.single(section),
  'numeric': section => fields(section)[0].value.trim() ? {text: fields(section)[0].value} : null,
  'short-text': section => readers.numeric(section),
  'gap-text': section => fields(section).some(field => field.value.trim()) ? {texts: fields(section).map(field => field.value)} : null,
};

const choose = (section, values) => fields(section).forEach(field => { field.checked = values.includes(field.value); });
const type = (section, texts) => fields(section).forEach((field, index) => { field.value = texts[index] ?? ''; });

const writers = {
  'single': (section, response) => choose(section, [response?.choice]),
  'true-false': (section, response) => choose(section, [response?.choice]),
  'multiple': (section, response) => choose(section, response?.choices ?? []),
  'ordering': (section, response) => {
    const list = section.querySelector('[data-order]');
    const line = card => fields(section).find(field => part(section, field) === card)?.closest('li');
    (response?.order ?? []).map(line).filter(Boolean).forEach(each => list.append(each));
    if (response) number(list);
  },
  'matching': (section, response) => fields(section).forEach(field => { field.value = response?.pairs?.[part(section, field)] ?? ''; }),
  'sorting': (section, response) => fields(section).forEach(field => { field.checked = response?.pairs?.[part(section, field)] === field.value; }),
  'survey': (section, response) => writers.single(section, response),
  'scale': (section, response) => writers.single(section, response),
  'numeric': (section, response) => type(section, [response?.text]),
  'short-text': (section, response) => type(section, [response?.text]),
  'gap-text': (section, response) => type(section, response?.texts ?? []),
};

function restore(section, {response, confidence}) {
  writers[section.dataset.kind](section, response);
  section.querySelectorAll('.sure input').forEach(field => { field.checked = field.value === confidence; });
}

const read = section => readers[section.dataset.kind](section);

function count() {
  const answered = sections.filter(section => read(section) !== null || section.querySelector('fieldset:disabled'));
  for (const section of sections) {
    const link = form.querySelector(`.qnav [data-for="${CSS.escape(section.dataset.item)}"]`), done = answered.includes(section);
    link.classList.toggle('is-done', done);
    link.querySelector('[data-state]').textContent = ` ${done ? link.dataset.done : link.dataset.todo}`;
  }
  counter.textContent = counter.dataset.tpl.replace('{n}', answered.length);
}

function show(state, text) {
  clearTimeout(busyTimer);
  status.hidden = false;
  status.dataset.state = state;
  if (text) status.textContent = text;
}

const banner = name => form.querySelector(`[data-banner="${name}"]`);

function tell(event) {
  if (event.state === 'busy') {
    show('busy');
    busyTimer = setTimeout(() => { status.textContent = status.dataset.busy; }, BUSY_SHOWN_AFTER);
    if (!status.textContent) status.textContent = status.dataset.busy;
  } else if (event.state === 'saved') {
    ['signin', 'other'].forEach(name => { banner(name).hidden = true; });
    mark(event.item, event.reply.problem ?? '');
    if (!event.pending) show('ok', status.dataset.saved.replace('{tijd}', event.reply.saved_at));
  } else if (event.state === 'waiting') {
    show('error', status.dataset.waiting);
  } else if (event.state === 'refused') {
    show('error', status.dataset.refused);
  } else {
    if (event.state !== 'memory') show('error', event.state === 'stale' || event.state === 'closed' ? banner(event.state).querySelector('h2').textContent : status.dataset.waiting);
    ['signin', 'other'].forEach(name => { banner(name).hidden = name !== event.state; });
    banner(event.state).hidden = false;
  }
}

// What the server cannot read as a number is said beside the field at once; it is saved all the same.
function mark(item, problem) {
  const section = sections.find(each => each.dataset.item === item);
  const field = section?.querySelector('[data-number]');
  if (!field) return;
  const error = section.querySelector('.err');
  field.setAttribute('aria-invalid', String(Boolean(problem)));
  error.hidden = !problem;
  error.querySelector('[data-problem]').textContent = section.querySelector(`template[data-problem-text="${problem}"]`)?.content.textContent ?? '';
}

function save(section) {
  clearTimeout(typing.get(section));
  typing.delete(section);
  count();
  return queue.put(section.dataset.item, {response: read(section), confidence: sure(section)});
}

const saveTyped = () => Promise.all([...typing.keys()].map(save));

function listen() {
  form.addEventListener('input', event => {
    const section = event.target.closest('[data-item]');
    if (!section || !event.target.matches('input:not([type=radio],[type=checkbox])')) return;
    count();
    clearTimeout(typing.get(section));
    typing.set(section, setTimeout(() => save(section), TYPING_PAUSE));
  });
  form.addEventListener('change', event => {
    const section = event.target.closest('[data-item]');
    if (section && (typing.has(section) || !event.target.matches('input:not([type=radio],[type=checkbox])'))) save(section);
  });
  form.addEventListener('keydown', event => {
    if (event.key === 'Enter' && event.target.matches('input')) {
      event.preventDefault();
      saveTyped();
    }
  });
  document.addEventListener('visibilitychange', () => { if (document.hidden) saveTyped(); });
  addEventListener('pagehide', saveTyped);
  addEventListener('pageshow', event => { if (event.persisted) location.reload(); });
  form.addEventListener('submit', event => {
    event.preventDefault();
    if (!handingIn) handIn(event.submitter);
  });
}

async function isAllStored() {
  do {
    await saveTyped();
    if (!await queue.flush(HAND_IN_PATIENCE) || !await queue.refresh().catch(() => false)) return false;
  } while (typing.size || queue.pending); // changed meanwhile
  return true;
}

async function handIn(button) {
  handingIn = true;
  button?.setAttribute('aria-disabled', 'true');
  if (await isAllStored()) {
    if (button?.formAction && button.hasAttribute('formaction')) form.action = button.formAction;
    if (button?.name) form.append(Object.assign(document.createElement('input'), {type: 'hidden', name: button.name, value: button.value}));
    // all of it is stored; what another tab changed since must not be undone by what stands here
    form.addEventListener('formdata', ({formData}) => [...formData.keys()].filter(name => /^[ic]-/.test(name)).forEach(name => formData.delete(name)));
    form.submit();
    return;
  }
  handingIn = false;
  button?.removeAttribute('aria-disabled');
  if (banner('signin').hidden && banner('other').hidden) show('error', status.dataset.offline);
}

async function start() {
  setUpOrders(form);
  queue = await createQueue({
    name: `attempt-${form.dataset.attempt}`, person: document.body.dataset.person, url: form.dataset.saveUrl, onState: tell,
    shown: new Map(sections.map(section => [section.dataset.item, Number(section.dataset.sequence)])),
  });
  const isEarly = section => [...section.querySelectorAll('input,select')].some(isTouched);
  const early = sections.filter(isEarly);
  for (const section of sections) {
    if (!early.includes(section) && queue.restored.has(section.dataset.item)) restore(section, queue.restored.get(section.dataset.item));
  }
  for (const [item, reply] of queue.before) tell({state: 'saved', item, reply, pending: queue.pending});
  listen();
  early.forEach(save);
  count();
}

start();
