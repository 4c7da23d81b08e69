/**
 * Draws the chart's Grafana dashboards without a Grafana: asks a Prometheus each panel's own expressions.
 *
 *     PROMETHEUS=http://127.0.0.1:9090 MINUTES=5 npm run dashboards --prefix system-tests/clients
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { launch } from './support/browser.js';
import { chart, stat } from './support/chart.js';

/**
 * @typedef {{expr: string, legendFormat: string}} Target
 * @typedef {{title: string, type: string, gridPos: {x: number, y: number, w: number, h: number}, targets: Target[],
 *   fieldConfig: {defaults: {unit: string}}}} Panel
 * @typedef {import('./support/chart.js').Series} Series
 */
const DASHBOARDS = fileURLToPath(new URL('../../helm/beckon/dashboards/', import.meta.url));
const IMAGES = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const PROMETHEUS = process.env.PROMETHEUS ?? 'http://127.0.0.1:9090';
const MINUTES = Number(process.env.MINUTES ?? 5);
const POINTS = 150;
const CELL = { width: 60, height: 30 };

const end = Math.floor(Date.now() / 1000);
const start = end - MINUTES * 60;

const browser = await launch();
try {
  for (const name of ['path', 'gateways']) {
    const dashboard = JSON.parse(await readFile(`${DASHBOARDS}beckon-${name}.json`, 'utf8'));
    const page = await browser.newPage({ viewport: { width: 24 * CELL.width + 32, height: 800 } });
    await page.setContent(await html(dashboard));
    await page.screenshot({ path: `${IMAGES}dashboard-${name}.png`, fullPage: true });
    await page.close();
  }
} finally {
  await browser.close();
}

/** @param {{title: string, panels: Panel[]}} dashboard */
async function html(dashboard) {
  const panels = await Promise.all(dashboard.panels.map(draw));
  const rows = Math.max(...dashboard.panels.map(({ gridPos }) => gridPos.y + gridPos.h));
  return `<body style="margin:16px;font:13px sans-serif;color:#222"><h1 style="font-size:18px">${dashboard.title}</h1>
    <div style="position:relative;height:${rows * CELL.height}px">${panels.join('')}</div>
    <p style="color:#666">Drawn from Prometheus by system-tests/clients/dashboards.js, not by Grafana;
    ${new Date(start * 1000).toISOString()} to ${new Date(end * 1000).toISOString()}.</p></body>`;
}

/** @param {Panel} panel */
async function draw(panel) {
  const { x, y, w, h } = panel.gridPos;
  const size = { width: w * CELL.width - 8, height: h * CELL.height - 8 };
  const series = (await Promise.all(panel.targets.map(query))).flat();
  const drawn = panel.type === 'stat' ? stat : chart;
  return `<div style="position:absolute;left:${x * CELL.width}px;top:${y * CELL.height}px">${
    drawn(panel.title, series, panel.fieldConfig.defaults.unit, size)}</div>`;
}

/**
 * @param {Target} target
 * @returns {Promise<Series[]>}
 */
async function query(target) {
  const parameters = new URLSearchParams({
    query: target.expr.replaceAll('$__rate_interval', '30s'),
    start: `${start}`, end: `${end}`, step: `${(end - start) / POINTS}`,
  });
  const response = await fetch(`${PROMETHEUS}/api/v1/query_range?${parameters}`);
  const { status, error, data } = await response.json();
  if (status !== 'success') {
    throw new Error(`${target.expr}: ${error}`);
  }
  return data.result.map((/** @type {{metric: Record<string, string>, values: [number, string][]}} */ one) => ({
    name: target.legendFormat.replaceAll(/\{\{(\w+)\}\}/g, (_, label) => one.metric[label] ?? ''),
    points: one.values.map(([at, value]) => [at, Number(value)]).filter(([, value]) => Number.isFinite(value)),
  }));
}
