// The draft of a form goes to the server by itself. What is not saved yet waits in the queue and survives a reload; what
// the server did not take stays on the device and is shown. A form with `data-on-device` changes something that was
// handed in before: its draft stays on the device, and only its button saves it.
import {createQueue} from './savequeue.js';
import {isTouched} from './touched.js';

const PAUSE = 1200, LONGEST_PAUSE = 8000, PATIENCE = 4000, ITEM = 'kladje';
const CHOICES = 'input[type=radio],input[type=checkbox]';
const person = document.body.dataset.person;

const writtenFields = form => [...form.querySelectorAll(`textarea,select,:is(${CHOICES}):checked:not([name=delen])`)];
const allFields = form => [...form.querySelectorAll(`textarea,select,:is(${CHOICES}):not([name=delen])`)];

function contents(form) {
  const {tab, base, onto} = form.elements;
  return {tab: tab.value, base: base.value, onto: onto.value, fields: Object.fromEntries(writtenFields(form).map(field => [field.name, field.value]))};
}

// What was filled in before this script came stays: a text below the other, a choice instead of the earlier one.
function putBack(form, {fields}) {
  const early = new Set(allFields(form).filter(isTouched).map(field => field.name));
  for (const field of allFields(form)) {
    const words = fields[field.name];
    if (field.matches(CHOICES)) {
      if (!early.has(field.name)) field.checked = field.value === words;
    } else if (words === undefined || words === field.value) {
      continue;
    } else if (!early.has(field.name)) {
      field.value = words;
    } else if (field.matches('textarea') && words.trim() && words !== field.defaultValue) {
      field.value = `${words}\n${field.value}`;
    }
  }
  form.dispatchEvent(new Event('restored'));
}

// What stands on this device and is saved nowhere: show it until its writer throws it away.
const NO_TEXT = /^(mood|channel|effect-|gedaan|wanneer|uitkomst)/;
const plain = text => text.trim().replace(/\s+/g, ' ');
const textsOf = ({fields}) => Object.entries(fields).filter(([name, text]) => text.trim() && !NO_TEXT.test(name)).map(([, text]) => text);

function showLeftOver(place, queue, isNew) {
  place.querySelectorAll(':scope>[data-left-over]').forEach(card => card.remove());
  const main = document.querySelector('main');
  const seen = [main.innerText, ...[...main.querySelectorAll('textarea')].map(field => field.value)].map(plain).join('\n');
  for (const left of queue.refused) {
    const missing = textsOf(left.fields).filter(text => !seen.includes(plain(text)));
    if (!missing.length) {
      // on a fresh page without errors, what it shows is saved as well, or kept anew by this page
      const isOwn = left.fields.tab === place.elements?.tab.value;
      if (isNew && !isOwn && !document.getElementById('fouten')) queue.forget(left);
      continue;
    }
    const card = document.querySelector('template[data-left]').content.firstElementChild.cloneNode(true);
    card.querySelector('[data-texts]').append(...missing.map(textContent => Object.assign(document.createElement('p'), {className: 'own', textContent})));
    card.querySelector('button').addEventListener('click', () => { queue.forget(left); card.remove(); });
    place.prepend(card);
  }
}

async function keepDraft(form, status) {
  const words = status.dataset, isOnDevice = 'onDevice' in form.dataset;
  let timer = 0, begunAt = 0, queue = null, isStopped = isOnDevice, isDirty = false;
  const say = (state, text) => { status.dataset.state = state; status.textContent = text; };
  // whether a save is what stands here or was put back here, not of another tab that left it behind
  const isShown = ({tab}) => [form.elements.tab.value, queue.restored.get(ITEM)?.tab].includes(tab);
  const renewStamp = () => { form.elements.sequence.value = queue.known.get(ITEM) + 1; };

  const tell = ({state, reply, pending, fields}) => {
    if (state === 'saved' && reply.sequence) {
      form.elements.base.value = Math.max(form.elements.base.value, reply.sequence);
      renewStamp();
    }
    if (isStopped) return;
    if (state === 'busy') {
      say('busy', words.busy);
    } else if (state === 'saved') {
      if (!pending) say('ok', words.saved.replace('{time}', reply.saved_at));
    } else if (state === 'stale' || state === 'closed') {
      if (state === 'closed' || isShown(fields)) {
        isStopped = true;
        say('error', words.elsewhere);
      }
      showLeftOver(form, queue);
    } else if (state !== 'memory') {
      say('error', {signin: words.signedOut, other: words.other, refused: words.refused}[state] ?? words.failed);
    }
  };

  const shown = new Map([[ITEM, Number(form.elements.sequence.value) - 1]]);
  queue = await createQueue({name: form.dataset.autosave, person, url: form.action, onState: tell, shown, keeps: true});
  isDirty = allFields(form).some(isTouched);
  const restored = queue.restored.get(ITEM);
  if (restored) {
    putBack(form, restored);
    // this page goes on from that text, whether the server knows it by now or not
    form.elements.onto.value = `${restored.onto ?? ''} ${restored.tab}:${restored.sequence}`.trim();
  }
  const begun = isOnDevice && queue.refused.findLast(left => left.fields.base === form.elements.base.value);
  if (begun) {
    putBack(form, begun.fields);
    isDirty = true;
  }
  renewStamp();
  // saved already, only this page may not know it yet: say so, and build upon it
  if (queue.before.has(ITEM) && !queue.pending) tell({state: 'saved', reply: queue.before.get(ITEM), pending: 0});

  const save = async () => {
    clearTimeout(timer);
    if (!isDirty) return;
    isDirty = false;
    if (isStopped) {
      // after a clash the writer decides; until then the text stays on this device
      await queue.hold(ITEM, contents(form));
      if (isOnDevice) say('busy', words.onDevice);
    } else {
      // what the address chose on the way here would come back over what is chosen now
      if (new URL(form.action).pathname === location.pathname) history.replaceState(null, '', form.action);
      queue.put(ITEM, contents(form));
      // who hands in now hands in something newer than this draft
      renewStamp();
    }
  };

  form.addEventListener('input', () => {
    if (!isDirty) begunAt = Date.now();
    isDirty = true;
    clearTimeout(timer);
    // who types on without a pause is saved all the same
    timer = setTimeout(save, Math.min(PAUSE, begunAt + LONGEST_PAUSE - Date.now()));
  });
  document.addEventListener('visibilitychange', () => { if (document.hidden) save(); });
  addEventListener('pagehide', save);
  form.addEventListener('submit', async event => {
    if (!form.dataset.sent) save();
    if (form.dataset.sent || !queue.pending) {
      queue.pause(ITEM, Number(form.elements.sequence.value));
      return;
    }
    // give a draft under way some time; then the form itself goes, with all that is written
    event.preventDefault();
    form.dataset.sent = 'yes';
    await queue.flush(PATIENCE);
    form.requestSubmit(event.submitter);
  });
  await save();
  showLeftOver(form, queue, true);
}

for (const form of document.querySelectorAll('[data-autosave]')) {
  const status = form.querySelector('[data-save]');
  if (status) keepDraft(form, status);
}

// After handing in: send what was still in the queue, and show what is no longer taken.
for (const place of document.querySelectorAll('[data-drain]')) {
  let queue;
  createQueue({
    name: place.dataset.drain, person, url: place.dataset.url, keeps: true,
    onState: ({state}) => { if (queue && ['stale', 'closed', 'refused'].includes(state)) showLeftOver(place, queue); },
  }).then(made => {
    queue = made;
    showLeftOver(place, queue, true);
  });
}

// A page from the browser's memory does not know the stamp with which it handed in itself.
addEventListener('pageshow', event => { if (event.persisted && document.querySelector('[data-autosave],[data-drain]')) location.reload(); });
document.getElementById('fouten')?.focus();
