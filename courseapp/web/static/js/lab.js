// The peak-end lab: the fields are the source, numbers and chart follow. Slider and number are two ways into one value.
// The formulas are those of courseapp/labs/domain/peak_end.py; a test in the browser keeps them equal.
import {draw, strongest} from './curve.js';
import {fieldText, readNumber} from './lab-live.js';

const RANGES = {score: [-10, 10], minutes: [0.5, 60], weight: [0, 1]};
const SENSITIVITY = 0.5;
const SAY_AFTER = 600;

function remember(moments, weight) {
  const scores = moments.map(moment => moment.score), peakIndex = strongest(scores);
  const peak = scores[peakIndex], end = scores.at(-1), peakEnd = (peak + end) / 2;
  const total = moments.reduce((sum, {score, minutes}) => sum + score * minutes, 0);
  const mean = total / moments.reduce((sum, {minutes}) => sum + minutes, 0);
  return {peakIndex, peak, end, peak_end: peakEnd, mean, total, remembered: weight * peakEnd + (1 - weight) * mean};
}

function setUp(form) {
  const svg = form.querySelector('.chart'), tables = [...form.querySelectorAll('[data-series]')];
  const labels = [...svg.querySelectorAll('.g-long')].map(text => text.textContent);
  const box = form.querySelector('[data-task]'), task = box && JSON.parse(box.dataset.task);
  let saying = 0;

  const show = (name, text) => form.querySelectorAll(`[data-out="${name}"]`).forEach(element => { element.textContent = text(element); });
  const format = (value, decimals = 0, isSigned = true) => {
    const factor = 10 ** decimals, size = Math.round(Math.abs(value) * factor + 1e-9 * factor) / factor;
    const sign = size === 0 ? '' : value < 0 ? '−' : isSigned ? '+' : '';
    return sign + size.toFixed(decimals).replace('.', form.dataset.comma);
  };

  // What cannot be used is said beside the field; the start value takes its place.
  function read(field) {
    const {kind} = field.dataset, [low, high] = RANGES[kind];
    const start = +field.dataset.start, value = readNumber(field.value);
    const wrong = value === null ? (field.value.trim() ? 'number' : 'empty')
      : value < low || value > high ? 'range'
      : kind === 'score' && !Number.isInteger(value) ? 'whole' : '';
    const error = document.getElementById(`${field.id}-e`);
    error.hidden = !wrong;
    if (wrong) {
      const sentence = form.dataset[kind + wrong[0].toUpperCase() + wrong.slice(1)];
      error.querySelector('span').textContent = sentence.replace('{value}', format(start, Number.isInteger(start) ? 0 : 1, false));
      field.setAttribute('aria-invalid', 'true');
      field.setAttribute('aria-describedby', error.id);
      return start;
    }
    field.removeAttribute('aria-invalid');
    field.removeAttribute('aria-describedby');
    return value;
  }

  const readMoments = table => [...table.querySelectorAll('tbody tr')].map(row => {
    const start = {score: +row.dataset.start, minutes: +row.dataset.startMinutes}, minutes = row.querySelector('[data-kind=minutes]');
    return {row, start, score: read(row.querySelector('[data-kind=score]')), minutes: minutes ? read(minutes) : start.minutes};
  });

  function judge(series, weight) {
    if (!task) return;
    const {goal, limits} = task, all = Object.values(series).map(each => each.moments);
    const [left, right] = [goal.left, goal.right].map(side => typeof side === 'string' ? series[side].memory.remembered : side);
    const isMet = {'<': left < right, '<=': left <= right, '>': left > right, '>=': left >= right}[goal.op];
    const points = all.flat().reduce((sum, {score, start}) => sum + Math.abs(score - start.score), 0);
    const order = moments => moments.map(({score, minutes}) => `${score}/${minutes}`).sort().join();
    const sorted = moments => moments.map(moment => moment.score).sort((a, b) => a - b);
    const areKept = (!limits.same_weight || weight === 1) && (limits.points === null || points <= limits.points) && all.every(now => {
      const starts = now.map(moment => moment.start), before = sorted(starts);
      return (!limits.order_only || order(now) === order(starts)) && (!limits.no_raise || sorted(now).every((score, i) => score <= before[i]));
    });
    const text = box.querySelector('[data-task-text]'), note = box.querySelector('[data-task-note]');
    box.classList.toggle('is-ok', isMet && areKept);
    text.textContent = isMet && areKept ? text.dataset.done : text.dataset.open;
    note.textContent = isMet && !areKept ? note.dataset.limit : (note.dataset.points || '').replace('{n}', points);
  }

  function mark({row, score, minutes, start}, roles) {
    row.classList.toggle('is-changed', score !== start.score || minutes !== start.minutes);
    row.querySelector('[data-role]').textContent = roles.filter(Boolean).join(' ');
    const slider = row.querySelector('[type=range]');
    slider.value = score;
    slider.setAttribute('aria-valuetext', format(score));
  }

  function compute() {
    const weight = read(form.elements.w), series = {};
    for (const table of tables) {
      const name = table.dataset.series, moments = readMoments(table), memory = remember(moments, weight);
      series[name] = {moments, memory};
      moments.forEach((moment, i) => mark(moment, [
        i === memory.peakIndex && `▲ ${form.dataset.peak}`, i === moments.length - 1 && `■ ${form.dataset.end}`,
      ]));
      for (const [key, value] of Object.entries(memory)) show(`${name}-${key}`, ({dataset}) => format(value, +(dataset.decimals ?? 1)));
    }
    form.querySelector('[data-weight]').value = weight;
    const a = series.a.memory.remembered, b = series.b.memory.remembered;
    const chance = format(100 / (1 + Math.exp(-SENSITIVITY * (a - b))), 0, false);
    show('chance', () => chance);
    judge(series, weight);
    draw(svg, ['a', 'b'].map(name => {
      const {moments, memory: {remembered, mean}} = series[name];
      return {
        name: name.toUpperCase(), css: name === 'a' ? '' : 's2', remembered, average: mean,
        values: moments.map(moment => moment.score), minutes: moments.map(moment => moment.minutes),
      };
    }), labels);
    clearTimeout(saying);
    saying = setTimeout(() => show('status', ({dataset}) => dataset.tpl.replace('{a}', format(a, 1)).replace('{b}', format(b, 1)).replace('{chance}', chance)), SAY_AFTER);
  }

  form.addEventListener('input', event => {
    const slider = event.target;
    if (slider.type === 'range') {
      const field = slider.matches('[data-weight]') ? form.elements.w : slider.closest('tr').querySelector('[data-kind=score]');
      field.value = fieldText(slider.value, form);
    }
    compute();
  });
  form.addEventListener('submit', event => {
    event.preventDefault();
    const row = event.submitter?.name === 'move' && event.submitter.closest('tr');
    if (!row) return;
    const above = row.previousElementSibling, rows = [...row.parentElement.children];
    for (const kind of ['score', 'minutes']) {
      const [mine, other] = [row, above].map(each => each.querySelector(`[data-kind=${kind}]`));
      if (mine) [mine.value, other.value] = [other.value, mine.value];
    }
    compute();
    (above.querySelector('[name=move]') || event.submitter).focus();
    const name = above.querySelector('[data-kind=score]').value;
    clearTimeout(saying);
    show('status', () => form.dataset.moved.replace('{name}', name).replace('{place}', rows.indexOf(above) + 1).replace('{count}', rows.length));
  });
  compute();
}

document.addEventListener('lab:nieuw', event => {
  const form = event.target.querySelector('[data-lab]');
  if (form) setUp(form);
});
document.querySelectorAll('[data-lab]').forEach(setUp);
