/**
 * Draws the trace that TraceIT has received, for the documentation:
 *
 *     ./mvnw -pl system-tests test -Dtest=TraceIT && npm run trace --prefix system-tests/clients
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { launch } from './support/browser.js';

/** @typedef {{service: string, id: string, parent: string, name: string, startNanos: number, endNanos: number}} Span */

const SPANS = fileURLToPath(new URL('../target/trace.json', import.meta.url));
const IMAGE = fileURLToPath(new URL('../../docs/images/trace.png', import.meta.url));
/** @type {Record<string, string>} */
const COLOURS = { 'beckon-mention-service': '#1f77b4', 'beckon-notification-service': '#2ca02c', 'beckon-gateway': '#ff7f0e' };
const NAMES = 360;
const BARS = 760;
const ROW = 28;

/** @type {Span[]} */
const spans = JSON.parse(await readFile(SPANS, 'utf8'));
const begin = Math.min(...spans.map(({ startNanos }) => startNanos));
const total = Math.max(...spans.map(({ endNanos }) => endNanos)) - begin;
const millis = (/** @type {number} */ nanos) => `${(nanos / 1e6).toFixed(2)} ms`;
const x = (/** @type {number} */ nanos) => NAMES + ((nanos - begin) / total) * (BARS - 90);

const browser = await launch();
try {
  const page = await browser.newPage({ viewport: { width: NAMES + BARS + 20, height: 300 } });
  await page.setContent(`<body style="margin:10px;background:#fff">${draw()}</body>`);
  await page.locator('svg').screenshot({ path: IMAGE });
} finally {
  await browser.close();
}

function draw() {
  const rows = ordered().map(({ span, depth }, i) => `
    <text x="${8 + depth * 16}" y="${i * ROW + 18}">${span.name} <tspan fill="#888">${span.service.replace('beckon-', '')}</tspan></text>
    <rect x="${x(span.startNanos)}" y="${i * ROW + 6}" height="16" width="${Math.max(2, x(span.endNanos) - x(span.startNanos))}"
      fill="${COLOURS[span.service]}" rx="2"/>
    <text x="${x(span.endNanos) + 6}" y="${i * ROW + 18}" fill="#555">${millis(span.endNanos - span.startNanos)}</text>`);
  const height = spans.length * ROW + 26;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${NAMES + BARS}" height="${height}" font-family="sans-serif" font-size="13">
    <rect width="100%" height="100%" fill="#fff"/>${rows.join('')}
    <text x="8" y="${height - 8}" fill="#888">one mention, ${millis(total)} from the call's first byte to the socket's write</text></svg>`;
}

/** Each span below its parent, by time. */
function ordered() {
  /** @type {{span: Span, depth: number}[]} */
  const order = [];
  const known = new Set(spans.map(({ id }) => id));
  const add = (/** @type {Span} */ span, /** @type {number} */ depth) => {
    order.push({ span, depth });
    below(({ parent }) => parent === span.id, depth + 1);
  };
  const below = (/** @type {(span: Span) => boolean} */ isOne, /** @type {number} */ depth) => {
    spans.filter(isOne).sort((a, b) => a.startNanos - b.startNanos).forEach((span) => add(span, depth));
  };
  below(({ parent }) => !known.has(parent), 0);
  return order;
}
