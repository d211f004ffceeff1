// A reflection: the plan reads along while it is typed, and the table of who may read it follows the choice.
// draft.js saves.
import './draft.js';

const form = document.querySelector('[data-reflect]');
const tidy = text => text.trim().replace(/\s+/g, ' ').replace(/[.,;\s]+$/, '').replace(/^(als|dan|if|then)(\s+|$)/i, '') || '…';

function readAlong() {
  for (const [from, to] of [['[data-if]', '[data-out-if]'], ['[data-then]', '[data-out-then]']]) {
    form.querySelector(to).textContent = tidy(form.querySelector(from).value);
  }
}

function showReaders() {
  const cell = form.querySelector('[data-share]'), choice = form.querySelector('[name=delen]:checked');
  if (!cell || !choice) return;
  const isShared = choice.value === 'trainer';
  cell.textContent = isShared ? cell.dataset.yes : cell.dataset.no;
  cell.classList.toggle('is-new', isShared);
}

if (form) {
  form.addEventListener('input', readAlong);
  form.addEventListener('restored', readAlong);
  form.addEventListener('change', showReaders);
  readAlong();
  showReaders();
}
