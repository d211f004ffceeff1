// The chart on paper, as courseapp/web/curve.py and chart.py draw it: monotone interpolation, everything in percent,
// the peak ▲ or ▼, the end ■, and what is remembered as a stick beside it.
const NS = 'http://www.w3.org/2000/svg';
const LOW = -10, HIGH = 10, TICK = 2;
const FRAME = {left: 12, right: 76, top: 10, bottom: 85};
const STICK = 2.6, NEAR = 7, APART = 9;

// The strongest value lies furthest from 0: the peak. On a tie it is the unpleasant one, then the first.
export const strongest = values => values.reduce((best, value, index) => {
  const size = Math.abs(value), largest = Math.abs(values[best]);
  return size > largest || (size === largest && value < 0 && values[best] > 0) ? index : best;
}, 0);

const short = value => {
  const text = (value + 1e-9).toFixed(1).replace(/\.0$/, '');
  return text === '-0' ? '0' : text;
};
const percent = value => `${short(value)}%`;

// The slope at each point: 0 at a turn, at most 2.6 times the flatter neighbour elsewhere.
function slopesAt(points) {
  const steps = points.slice(1).map(([x, y], i) => (y - points[i][1]) / (x - points[i][0]));
  const between = steps.slice(1).map((after, i) => {
    const before = steps[i], a = Math.abs(before), b = Math.abs(after);
    return before * after <= 0 ? 0 : Math.sign(after) * Math.min(2.6 * Math.min(a, b), 0.65 * (a + b));
  });
  return [steps[0] * 0.5, ...between, steps.at(-1) * 0.5];
}

function monoPath(points) {
  if (points.length < 2) return '';
  const slopes = slopesAt(points);
  const bends = points.slice(1).map(([x2, y2], i) => {
    const [x, y] = points[i], third = (x2 - x) / 3;
    return 'C' + [x + third, y + slopes[i] * third, x2 - third, y2 - slopes[i + 1] * third, x2, y2].map(short).join(' ');
  });
  return `M${points[0].map(short).join(' ')}${bends.join('')}`;
}

// Where moments lie in time: the middle of each, from the middle of the first.
function midpoints(minutes) {
  const places = [0];
  for (let i = 1; i < minutes.length; i++) places.push(places[i - 1] + (minutes[i - 1] + minutes[i]) / 2);
  return places;
}

const frameX = (place, length) => FRAME.left + (FRAME.right - FRAME.left) * (length ? place / length : 0);
const frameY = value => FRAME.bottom - (FRAME.bottom - FRAME.top) * (value - LOW) / (HIGH - LOW);

const make = (name, attributes, text = '') => {
  const element = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = text;
  return element;
};
const at = (x, y, shape) => {
  const place = make('svg', {x: percent(x), y: percent(y), overflow: 'visible'});
  place.append(shape);
  return place;
};
const sign = (place, d) => at(...place, make('path', {class: 'c-mark', d}));
const across = (css, left, right, y) => make('line', {class: css, x1: percent(left), x2: percent(right), y1: percent(y), y2: percent(y)});
const word = (css, x, y, text, dx, dy, anchor = 'middle') => at(x, y, make('text', {class: css, 'text-anchor': anchor, x: dx, y: dy}, text));

function scale() {
  const parts = [make('line', {class: 'g-axis', x1: 26, x2: 26, y1: percent(frameY(HIGH)), y2: percent(frameY(LOW))})];
  for (let value = LOW; value <= HIGH; value += TICK) {
    parts.push(at(0, frameY(value), make('path', {class: 'g-tick', d: `M26 0h${[LOW, 0, HIGH].includes(value) ? 10 : 5}`})));
  }
  for (const [value, text] of [[LOW, `−${-LOW}`], [0, '0'], [HIGH, `+${HIGH}`]]) parts.push(word('g-lab', 0, frameY(value), text, 20, 4.5, 'end'));
  return parts;
}

function signs({name, values}, points, isTop) {
  const last = points.length - 1, peak = strongest(values), away = peak === last ? 30 : 22;
  return [
    ...points.slice(0, last).map(([x, y]) => at(x, y, make('circle', {class: 'c-dot', r: 3.5}))),
    sign(points[last], 'M-7-7h14v14h-14z'),
    sign(points[peak], values[peak] >= 0 ? `M0-${away}l8 12h-16z` : `M0 ${away}l8-12h-16z`),
    word('g-name', ...points[0], name, 0, isTop ? -12 : 22),
  ];
}

function stick({name, remembered, average}, number) {
  const middle = FRAME.right + NEAR + APART * number, left = middle - STICK, right = middle + STICK;
  return [
    across('g-mem', left, right, frameY(remembered)), across('g-mem2', left, right, frameY(remembered)),
    across('g-avg', left, right, frameY(average)), word('g-name', middle, 100, name, 0, -6),
  ];
}

/** Draw series {name, css, values, minutes, remembered, average} in an existing <svg class="chart">. */
export function draw(svg, series, labels) {
  const places = series.map(each => midpoints(each.minutes)), length = Math.max(...places.map(each => each.at(-1)));
  const drawn = series.map(({values}, n) => values.map((value, i) => [frameX(places[n][i], length), frameY(value)]));
  const plane = make('svg', {viewBox: '0 0 1000 100', preserveAspectRatio: 'none', width: '100%', height: '100%', overflow: 'visible'});
  plane.append(make('path', {class: 'c-zero', d: `M40 ${short(frameY(0))}H${short(FRAME.right * 10 + 20)}`}));
  series.forEach(({css}, n) => {
    const d = monoPath(drawn[n].map(([x, y]) => [x * 10, y]));
    if (d) plane.append(make('path', {class: `c-line ${css}`.trim(), d}));
  });
  const starts = drawn.map(points => points[0][1]), top = starts.indexOf(Math.min(...starts));
  const longest = places.find(each => each.at(-1) === length);
  // numbers take the place of the labels where there is no room
  const below = longest.flatMap((place, i) => [
    word('g-lab g-long', frameX(place, length), 100, labels[i], 0, -6),
    word('g-lab g-short', frameX(place, length), 100, i + 1, 0, -6),
  ]);
  svg.replaceChildren(...scale(), ...series.flatMap(stick), plane, ...series.flatMap((each, n) => signs(each, drawn[n], n === top)), ...below);
}
