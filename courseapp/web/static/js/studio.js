// Studio: line numbers, live preview and findings from the server, saving, insertions.
const form = document.querySelector('[data-studio]');
const area = form.querySelector('[data-md]');
const mirror = form.querySelector('[data-mirror]');
const frame = form.querySelector('[data-preview]');
const list = form.querySelector('[data-probs]');
const summary = form.querySelector('[data-summary]');
const save = document.querySelector('[data-save]');
const publish = document.querySelector('[data-publish]');
const versions = document.querySelectorAll('input[name=version]');
const fixer = form.querySelector('[data-fix]');
const keep = document.querySelector('[data-keep]');
const PREVIEW_MS = 600;
const SAVE_MS = 4000;
const PATIENCE_MS = 15000;

const make = (name, css, ...children) => {
  const element = document.createElement(name);
  if (css) element.className = css;
  element.append(...children);
  return element;
};
const plural = (count, one, many) => (count === 1 ? one : many.replace('{n}', count));
const currentLine = () => area.value.slice(0, area.selectionStart).split('\n').length;

let kept = area.value;
let findings = [...list.querySelectorAll('[data-go]')].map((button) => ({
  line: Number(button.dataset.go),
  error: button.closest('.prob').classList.contains('prob--e'),
}));

function drawLines() {
  const kinds = new Map();
  findings.forEach((f) => kinds.set(f.line, f.error ? 'e' : kinds.get(f.line) || 'w'));
  const here = document.activeElement === area ? currentLine() : 0;
  const lines = area.value.split('\n').map((text, index) => {
    const css = [kinds.get(index + 1), here === index + 1 ? 'cur' : ''].filter(Boolean).join(' ');
    return make('div', css, text || '\u200b');
  });
  mirror.replaceChildren(...lines);
}

function drawFindings() {
  list.replaceChildren(...findings.map((f) => {
    const jump = make('button', '', make('b', '', list.dataset.line.replace('{n}', f.line)));
    jump.type = 'button';
    jump.dataset.go = f.line;
    jump.dataset.column = f.column;
    const kind = make('span', 'st', f.error ? list.dataset.error : list.dataset.tip);
    return make('li', `prob prob--${f.error ? 'e' : 'w'}`, jump, kind, make('p', '', f.text));
  }));
  const errors = findings.filter((f) => f.error).length;
  const tips = findings.length - errors;
  const words = summary.dataset;
  summary.textContent = findings.length
    ? `${plural(errors, words.errorOne, words.errorMany)}, ${plural(tips, words.tipOne, words.tipMany)}`
    : words.none;
  document.querySelector('[data-n]').textContent = findings.length;
  const blocked = errors + Number(publish.dataset.elsewhere);
  publish.textContent = blocked
    ? plural(blocked, publish.dataset.one, publish.dataset.many) : publish.dataset.label;
  publish.toggleAttribute('aria-disabled', false);
  if (blocked) publish.setAttribute('aria-disabled', 'true');
}

// A new frame each time leaves no entries in the browser's history; it appears once it is complete.
function drawPreview(html) {
  const old = frame.querySelectorAll('iframe');
  const next = make('iframe', 'is-next');
  next.setAttribute('sandbox', '');
  next.title = old[0].title;
  const theme = document.documentElement.dataset.theme;
  next.srcdoc = ['light', 'dark'].includes(theme) ? html.replace('<html ', `<html data-theme="${theme}" `) : html;
  next.addEventListener('load', () => {
    old.forEach((one) => one.remove());
    next.classList.remove('is-next');
  }, { once: true });
  frame.append(next);
}

async function send(url, fields) {
  const body = new FormData(form);
  Object.entries(fields).forEach(([name, value]) => body.set(name, value));
  const signal = AbortSignal.timeout(PATIENCE_MS);
  return fetch(url, { method: 'POST', body, signal, headers: { Accept: 'application/json' } });
}

let asked = 0;
async function refresh() {
  const turn = ++asked;
  try {
    const answer = await send(form.dataset.previewUrl, { line: currentLine() });
    if (!answer.ok || turn !== asked) return;
    const seen = await answer.json();
    if (turn !== asked) return;
    findings = seen.findings;
    form.querySelector('[data-words]').textContent = seen.words;
    form.querySelector('[data-mins]').textContent = seen.minutes;
    fixer.hidden = !seen.fixable;
    drawPreview(seen.html);
    drawFindings();
    drawLines();
  } catch {
    // no connection: the text stays, the next key press asks again
  }
}

function state(kind, text) {
  save.dataset.state = kind;
  save.textContent = text;
}

let saving = null;
let saveClock;
async function store(isAsked = false) {
  while (saving) await saving;
  saving = storeNow(isAsked).finally(() => { saving = null; });
  return saving;
}

// What was sent without an answer may be stored: the same text goes again before a newer one follows it.
let unsure = null;
async function storeNow(isAsked) {
  const isAgain = unsure !== null;
  if (!isAgain && area.value === kept) return;
  const text = unsure ?? area.value;
  unsure = text;
  state('busy', save.dataset.busy);
  let done;
  try {
    const answer = await send(form.action, { do: 'save', text });
    if ([400, 401, 409].includes(answer.status)) {
      hand(); // the server shows both texts, or gives the text back after signing in
      return;
    }
    done = answer.ok && await answer.json();
    if (answer.status < 500) unsure = null;
  } catch {
    // no connection: as any reply that is not the answer
  }
  if (!done) {
    state('error', save.dataset.failed);
    if (unsure !== null) {
      clearTimeout(saveClock);
      saveClock = setTimeout(store, SAVE_MS);
    }
    return;
  }
  versions.forEach((field) => { field.value = done.version; });
  kept = text;
  if (isAgain && area.value !== text) {
    await storeNow(isAsked);
    return;
  }
  if (area.value === text) state('ok', done.text);
  if (done.go && isAsked) leave(() => window.location.assign(done.go));
}

function leave(go) {
  window.removeEventListener('beforeunload', warn);
  go();
}

let isHanded = false;
function hand() {
  isHanded = true;
  leave(() => form.requestSubmit(keep));
}

function warn(event) {
  if (area.value !== kept) event.preventDefault();
}

let previewClock;
area.addEventListener('input', () => {
  drawLines();
  state('busy', save.dataset.changed);
  clearTimeout(previewClock);
  clearTimeout(saveClock);
  previewClock = setTimeout(refresh, PREVIEW_MS);
  saveClock = setTimeout(store, SAVE_MS);
});
window.addEventListener('beforeunload', warn);
window.addEventListener('online', () => store());
form.addEventListener('submit', (event) => {
  clearTimeout(saveClock);
  if (event.submitter === keep && !isHanded) {
    event.preventDefault();
    store(true);
    return;
  }
  if (!isHanded && (saving || unsure !== null)) { // a form sent now would build upon what is, or may be, replaced
    const { submitter } = event;
    event.preventDefault();
    store().finally(() => { if (unsure === null && !isHanded) form.requestSubmit(submitter); });
    return;
  }
  window.removeEventListener('beforeunload', warn);
});
publish.addEventListener('click', (event) => {
  if (publish.getAttribute('aria-disabled') === 'true') {
    event.preventDefault();
    list.querySelector('[data-go]')?.focus();
    list.scrollIntoView({ block: 'center' });
  }
});
document.addEventListener('selectionchange', () => {
  if (document.activeElement !== area) return;
  mirror.querySelector('.cur')?.classList.remove('cur');
  mirror.children[currentLine() - 1]?.classList.add('cur');
});
list.addEventListener('click', (event) => {
  const target = event.target.closest('[data-go]');
  if (!target) return;
  const line = Number(target.dataset.go);
  const start = area.value.split('\n').slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
  const place = start + Math.max(0, Number(target.dataset.column || 1) - 1);
  area.focus({ preventScroll: true });
  area.setSelectionRange(place, place);
  refresh();
  const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  mirror.children[line - 1]?.scrollIntoView({ block: 'center', behavior: calm ? 'auto' : 'smooth' });
});
form.querySelectorAll('[data-ins]').forEach((button) => button.addEventListener('click', () => {
  const number = (area.value.match(/^\[\^/gm) || []).length + 1;
  const [before, after] = button.dataset.ins.replaceAll('{n}', number).split('|');
  const start = area.selectionStart;
  const chosen = area.value.slice(start, area.selectionEnd) || button.dataset.ph;
  area.setRangeText(before + chosen + after, start, area.selectionEnd, 'end');
  if (button.dataset.end) {
    const end = area.value.length;
    area.setRangeText(button.dataset.end.replaceAll('{n}', number), end, end);
  }
  area.focus();
  area.setSelectionRange(start + before.length, start + before.length + chosen.length);
  area.dispatchEvent(new Event('input', { bubbles: true }));
}));
area.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') form.querySelector('.tools button').focus();
  if ((event.ctrlKey || event.metaKey) && event.key === 's') {
    event.preventDefault();
    store(true);
  }
});
drawLines();
