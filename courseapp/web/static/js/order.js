/* Putting lines in order: by place select, by arrows, by dragging with a mouse. Each move is announced and
 * ends in a `change` event on the list. Until the first move nothing counts as answered: every place is "–". */
const SHOWN_MOVED = 900;

const lines = list => [...list.children];
const place = line => line.querySelector('select');

export function isOrdered(list) { return lines(list).every(line => place(line).value); }

export function number(list) {
  const all = lines(list);
  all.forEach((line, index) => {
    place(line).querySelector('option[value=""]')?.remove();
    place(line).value = String(index + 1);
    line.querySelector('[data-up]').disabled = index === 0;
    line.querySelector('[data-down]').disabled = index === all.length - 1;
  });
}

function move(list, line, target, control) {
  const others = lines(list).filter(each => each !== line);
  const index = Math.max(0, Math.min(others.length, target));
  list.insertBefore(line, others[index] ?? null);
  number(list);
  lines(list).forEach(each => each.classList.toggle('is-moved', each === line));
  setTimeout(() => line.classList.remove('is-moved'), SHOWN_MOVED);
  const words = {'{tekst}': line.querySelector('.ord-t').textContent.trim(), '{plaats}': index + 1, '{totaal}': others.length + 1};
  const status = list.parentElement.querySelector('[data-order-status]');
  status.textContent = Object.entries(words).reduce((text, [name, value]) => text.replace(name, value), list.dataset.msg);
  const button = control && line.querySelector(control);
  if (button) (button.disabled ? line.querySelector(control === '[data-up]' ? '[data-down]' : '[data-up]') : button).focus();
  list.dispatchEvent(new Event('change', {bubbles: true}));
}

function allowDragging(list) {
  let dragged = null;
  lines(list).forEach(line => {
    line.draggable = true;
    line.addEventListener('dragstart', event => { dragged = line; line.classList.add('is-drag'); event.dataTransfer.effectAllowed = 'move'; });
    line.addEventListener('dragend', () => { line.classList.remove('is-drag'); dragged = null; });
    line.addEventListener('dragover', event => { if (dragged) event.preventDefault(); });
    line.addEventListener('drop', event => {
      event.preventDefault();
      if (dragged && dragged !== line) move(list, dragged, lines(list).indexOf(line));
    });
  });
}

function setUp(list) {
  if (list.closest('fieldset:disabled')) return;
  if (isOrdered(list)) {
    // places chosen before this script came are an order too
    list.append(...lines(list).sort((a, b) => place(a).value - place(b).value));
    number(list);
  }
  else {
    list.querySelector('[data-up]').disabled = true;
    list.lastElementChild.querySelector('[data-down]').disabled = true;
  }
  list.addEventListener('click', event => {
    const button = event.target.closest('[data-up],[data-down]');
    if (!button) return;
    const line = button.closest('li'), up = button.hasAttribute('data-up');
    move(list, line, lines(list).indexOf(line) + (up ? -1 : 1), up ? '[data-up]' : '[data-down]');
  });
  list.addEventListener('change', event => {
    if (!event.target.matches('select')) return;
    event.stopPropagation();
    if (event.target.value) move(list, event.target.closest('li'), Number(event.target.value) - 1);
  });
  allowDragging(list);
}

export function setUpOrders(root) { root.querySelectorAll('[data-order]').forEach(setUp); }
