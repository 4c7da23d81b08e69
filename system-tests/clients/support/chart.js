/**
 * Small charts as SVG.
 *
 * @typedef {{name: string, points: number[][]}} Series points are [time in seconds, value]
 * @typedef {{width: number, height: number}} Size
 */
const COLOURS = ['#1f77b4', '#d62728', '#2ca02c', '#ff7f0e', '#9467bd', '#8c564b', '#17becf', '#7f7f7f', '#bcbd22', '#e377c2'];
const MARGIN = { left: 62, right: 10, top: 26 };
const LEGEND_LINE = 15;

/**
 * @param {string} title
 * @param {Series[]} series
 * @param {string} unit Grafana's name of it
 * @param {Size} size
 */
export function chart(title, series, unit, size) {
  const shown = series.filter(({ points }) => points.length > 0);
  const legend = wrap(shown, size.width - 16);
  const bottom = 30 + legend.length * LEGEND_LINE;
  const plot = { width: size.width - MARGIN.left - MARGIN.right, height: size.height - MARGIN.top - bottom };
  const times = shown.flatMap(({ points }) => points.map(([at = 0]) => at));
  const from = Math.min(...times);
  const to = Math.max(...times, from + 1);
  const top = Math.max(...shown.flatMap(({ points }) => points.map(([, value = 0]) => value)), 0) * 1.1 || 1;
  const x = (/** @type {number} */ at) => MARGIN.left + ((at - from) / (to - from)) * plot.width;
  const y = (/** @type {number} */ value) => MARGIN.top + plot.height * (1 - value / top);
  const grid = [0, 0.25, 0.5, 0.75, 1].map((part) => `<line x1="${MARGIN.left}" x2="${size.width - MARGIN.right}"
      y1="${y(part * top)}" y2="${y(part * top)}" stroke="#e4e4e4"/>
    <text x="${MARGIN.left - 6}" y="${y(part * top) + 4}" text-anchor="end" fill="#666">${format(part * top, unit)}</text>`);
  const lines = shown.map(({ points }, i) => `<polyline fill="none" stroke="${colour(i)}" stroke-width="1.5"
    points="${points.map(([at = 0, value = 0]) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join(' ')}"/>`);
  const clock = (/** @type {number} */ at) => new Date(at * 1000).toISOString().slice(11, 19);
  const axis = shown.length === 0 ? '<text x="50%" y="55%" text-anchor="middle" fill="#999">nothing happened</text>'
    : `<text x="${MARGIN.left}" y="${MARGIN.top + plot.height + 14}" fill="#666">${clock(from)}</text>
      <text x="${size.width - MARGIN.right}" y="${MARGIN.top + plot.height + 14}" text-anchor="end" fill="#666">${clock(to)}</text>`;
  const names = legend.flatMap((line, row) => line.map(({ index, left, name }) => `
    <rect x="${left}" y="${size.height - bottom + 30 + row * LEGEND_LINE - 3}" width="10" height="3" fill="${colour(index)}"/>
    <text x="${left + 14}" y="${size.height - bottom + 32 + row * LEGEND_LINE}">${escape(name)}</text>`));
  return frame(title, size, [...grid, ...lines, axis, ...names].join(''));
}

/**
 * @param {string} title
 * @param {Series[]} series
 * @param {string} unit
 * @param {Size} size
 */
export function stat(title, series, unit, size) {
  const last = series[0]?.points.at(-1)?.[1];
  return frame(title, size, `<text x="50%" y="65%" text-anchor="middle" font-size="30">${
    last === undefined ? '–' : format(last, unit)}</text>`);
}

/**
 * @param {string} title
 * @param {Size} size
 * @param {string} content
 */
function frame(title, size, content) {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" font-family="sans-serif" font-size="11">
    <rect width="100%" height="100%" fill="#fff" stroke="#d0d0d0" rx="3"/>
    <text x="10" y="17" font-size="13" font-weight="bold">${escape(title)}</text>${content}</svg>`;
}

/**
 * @param {Series[]} series
 * @param {number} width
 */
function wrap(series, width) {
  /** @type {{index: number, left: number, name: string}[][]} */
  const lines = [];
  let left = 0;
  series.forEach(({ name }, index) => {
    const takes = 26 + name.length * 6;
    if (lines.length === 0 || left + takes > width) {
      lines.push([]);
      left = 10;
    }
    lines.at(-1)?.push({ index, left, name });
    left += takes;
  });
  return lines;
}

/** @param {number} index */
function colour(index) {
  return COLOURS[index % COLOURS.length] ?? '#000';
}

/** @param {string} text */
function escape(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

/**
 * @param {number} value
 * @param {string} unit
 */
function format(value, unit) {
  const short = (/** @type {number} */ number) => `${Number(number.toPrecision(3))}`;
  switch (unit) {
    case 's':
      return value < 1 ? `${short(value * 1000)} ms` : `${short(value)} s`;
    case 'reqps':
      return `${short(value)}/s`;
    case 'percentunit':
      return `${short(value * 100)} %`;
    case 'bytes':
      return value >= 1 << 20 ? `${short(value / (1 << 20))} MB` : value >= 1 << 10 ? `${short(value / (1 << 10))} KB` : `${short(value)} B`;
    default:
      return short(value);
  }
}
