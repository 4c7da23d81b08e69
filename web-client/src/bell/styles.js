/**
 * The look. Every colour and size that a page may want to change is a `--beckon-…` property. Light and dark are the reader's
 * preference, or the attribute `theme`; the bell itself has the colour of the text around it, so it fits either kind of page.
 */
const CSS = `
:host {
  color-scheme: light dark;
  --_accent: var(--beckon-accent, light-dark(#b93a0b, #ff8f66));
  --_badge: var(--beckon-badge, #c8370a);
  --_badge-text: var(--beckon-badge-text, #fff);
  --_surface: var(--beckon-surface, light-dark(#fff, #1d1b19));
  --_raised: var(--beckon-raised, light-dark(#f7f4f0, #292623));
  --_text: var(--beckon-text, light-dark(#1d1a17, #f3efea));
  --_muted: var(--beckon-muted, light-dark(#6b635b, #a9a198));
  --_border: var(--beckon-border, light-dark(#e7e1da, #38342f));
  --_radius: var(--beckon-radius, 14px);
  display: inline-block;
  font: 400 0.9375rem/1.45 var(--beckon-font, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif);
}
:host([hidden]), [hidden] { display: none !important; }
:host([theme="light"]) { color-scheme: light; }
:host([theme="dark"]) { color-scheme: dark; }
*, ::before, ::after { box-sizing: border-box; }
button { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; }
svg { width: 1.25em; height: 1.25em; fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; }
:focus { outline: none; }
:focus-visible { outline: 2px solid var(--_accent); outline-offset: 2px; }
.unseen-by-eye { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.bell { position: relative; display: grid; place-items: center; width: 2.75rem; height: 2.75rem; border-radius: 50%;
  color: var(--beckon-bell, inherit); transition: background-color 0.15s; }
.bell svg { width: 1.5rem; height: 1.5rem; }
.bell:hover, .bell[aria-expanded="true"] { background: color-mix(in srgb, currentColor 10%, transparent); }
.badge { position: absolute; top: 0.125rem; left: 1.375rem; min-width: 1.25rem; height: 1.25rem; padding: 0 0.3125rem;
  border-radius: 0.625rem; background: var(--_badge); color: var(--_badge-text); font-size: 0.6875rem; font-weight: 700;
  line-height: 1.25rem; text-align: center; font-variant-numeric: tabular-nums;
  box-shadow: 0 0 0 2px var(--beckon-ring, transparent); }

.panel { position: fixed; inset: auto; margin: 0; padding: 0; width: min(var(--beckon-panel-width, 25rem), calc(100vw - 16px));
  border: 1px solid var(--_border); border-radius: var(--_radius); background: var(--_surface); color: var(--_text); overflow: hidden;
  box-shadow: 0 1px 2px rgb(30 15 0 / 0.06), 0 12px 40px -8px light-dark(rgb(60 35 10 / 0.22), rgb(0 0 0 / 0.7)); }
.panel:popover-open { display: flex; flex-direction: column; animation: appear 0.16s ease-out; }
.panel:focus-visible { outline-offset: -2px; }
.head { display: flex; align-items: center; justify-content: space-between; gap: 1rem; padding: 0.875rem 1rem 0.375rem 1.125rem; }
.bar { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0 1rem; padding-inline: 0.625rem 1rem;
  border-bottom: 1px solid var(--_border); }
.bar > .quiet { margin-block: 0.125rem; margin-inline: auto -0.5rem; }
.tabs { display: flex; }
.tab { padding: 0.5rem 0.5rem 0.5625rem; border-bottom: 2px solid transparent; color: var(--_muted); font-size: 0.84375rem; font-weight: 560; }
.tab:hover { color: var(--_text); }
.tab[aria-selected="true"] { border-color: var(--_accent); color: var(--_text); }
.tab:focus-visible { outline-offset: -3px; border-radius: 7px; }
h2 { margin: 0; font-size: 1.0625rem; font-weight: 680; letter-spacing: -0.012em; }
.quiet { padding: 0.25rem 0.5rem; margin: -0.25rem -0.5rem; border-radius: 7px; color: var(--_accent); font-size: 0.8125rem; font-weight: 560; }
.quiet:hover:not(:disabled) { background: var(--_raised); }
.quiet:disabled { color: var(--_muted); opacity: 0.7; cursor: default; }
.hint { display: flex; gap: 0.5rem; margin: 0; padding: 0.5rem 1.125rem; font-size: 0.8125rem; color: var(--_muted);
  background: var(--_raised); border-bottom: 1px solid var(--_border); }
.hint::before { content: ""; flex: none; width: 0.5rem; height: 0.5rem; margin-top: 0.34rem; border-radius: 50%; background: #d9920a; }
.hint.failure { color: var(--_text); }
.hint.failure::before { background: var(--_badge); }
.hint:empty { display: none; }
.next { font-variant-numeric: tabular-nums; }
/* The list keeps its place itself. */
.scroll { overflow-y: auto; overflow-anchor: none; overscroll-behavior: contain; scrollbar-width: thin; }

.list { margin: 0; padding: 0; list-style: none; }
.row { position: relative; border-bottom: 1px solid var(--_border); transition: background-color 0.12s; }
.row:last-child { border-bottom: 0; }
.row:hover, .row:focus-within { background: var(--_raised); }
.open { display: grid; grid-template-columns: 2.25rem 1fr 0.625rem; gap: 0.75rem; width: 100%; padding: 0.875rem 1rem 0.875rem 1.125rem;
  color: inherit; text-align: start; text-decoration: none; }
.open:focus-visible { outline-offset: -3px; border-radius: 10px; }
.avatar { position: relative; display: grid; place-items: center; width: 2.25rem; height: 2.25rem; border-radius: 50%; font-size: 0.75rem; font-weight: 650;
  letter-spacing: 0.02em; background: light-dark(oklch(0.91 0.045 var(--_hue)), oklch(0.4 0.06 var(--_hue)));
  color: light-dark(oklch(0.4 0.09 var(--_hue)), oklch(0.93 0.04 var(--_hue))); }
.avatar img { position: absolute; inset: 0; width: 100%; height: 100%; border-radius: 50%; object-fit: cover; }
.kind { position: absolute; inset-inline-end: -0.25rem; bottom: -0.25rem; display: grid; place-items: center; width: 1.125rem; height: 1.125rem;
  border-radius: 50%; background: var(--_surface); color: var(--_muted); box-shadow: 0 0 0 1px var(--_border); }
.kind svg { width: 0.75rem; height: 0.75rem; }
.is-unread .kind { color: var(--_accent); }
.text { display: grid; gap: 0.125rem; min-width: 0; }
.line, .excerpt { overflow-wrap: anywhere; }
.line { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; color: var(--_muted);
  font-size: 0.875rem; line-height: 1.4; }
.line strong { display: inline-block; max-width: 100%; overflow: hidden; vertical-align: bottom; text-overflow: ellipsis; white-space: nowrap; }
.line strong, .line b { color: var(--_text); font-weight: 620; }
.excerpt { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; color: var(--_muted); }
.is-unread .excerpt { color: var(--_text); }
time { margin-top: 0.125rem; font-size: 0.78125rem; color: var(--_muted); }
.foot { display: flex; align-items: baseline; gap: 0.5rem; }
.count { padding-inline: 0.375rem; border-radius: 999px; background: var(--_raised); box-shadow: 0 0 0 1px var(--_border); font-size: 0.71875rem;
  font-weight: 620; font-variant-numeric: tabular-nums; color: var(--_muted); }
.dot { width: 0.5625rem; height: 0.5625rem; margin-top: 0.375rem; border-radius: 50%; background: var(--_accent); }
.act { position: absolute; inset-inline-end: 0.625rem; bottom: 0.5rem; display: grid; place-items: center; width: 2rem; height: 2rem;
  border-radius: 8px; color: var(--_muted); opacity: 0; transition: opacity 0.12s; }
.unmark { inset-inline-end: 2.75rem; }
.act svg { width: 1.125rem; height: 1.125rem; }
.act:hover { color: var(--_text); background: var(--_border); }
.row:hover .act, .row:focus-within .act { opacity: 1; }
@media (hover: none) { .act { opacity: 1; } }

.open.custom { grid-template-columns: 1fr 0.625rem; }
.open.custom slot { display: block; min-width: 0; overflow-wrap: anywhere; }

.ask:has(> button:not([hidden])) { padding: 0.5rem 1.125rem; border-top: 1px solid var(--_border); }
.footer { padding: 0.625rem 1.125rem; border-top: 1px solid var(--_border); font-size: 0.84375rem; }
.undo { display: flex; align-items: center; justify-content: space-between; gap: 1rem; padding: 0.5625rem 1rem 0.5625rem 1.125rem;
  border-top: 1px solid var(--_border); background: var(--_raised); font-size: 0.84375rem; }
.empty { display: grid; justify-items: center; gap: 0.25rem; padding: 2.75rem 2rem 3rem; text-align: center; color: var(--_muted); }
.empty strong { color: var(--_text); font-weight: 640; }
.medal { display: grid; place-items: center; width: 3rem; height: 3rem; margin-bottom: 0.625rem; border-radius: 50%;
  background: var(--_raised); color: var(--_accent); }
.more { display: block; width: calc(100% - 1rem); margin: 0.5rem; padding: 0.5rem; border-radius: 9px; font-size: 0.84375rem; font-weight: 560;
  color: var(--_accent); }
.more:hover { background: var(--_raised); }
${Array.from({ length: 12 }, (_, index) => `.hue-${index} { --_hue: ${index * 30 + 15}; }`).join('\n')}
@keyframes appear { from { opacity: 0; transform: translateY(-6px) scale(0.985); } }
@media (prefers-reduced-motion: reduce) { *, .panel:popover-open { animation: none; transition: none; } }
@media (forced-colors: active) { .badge, .dot { forced-color-adjust: none; } }
`;

/** @type {CSSStyleSheet | undefined} */
let shared;

/** One sheet for all bells of a page; a constructed sheet needs no `unsafe-inline` in a content security policy. */
export function styleSheet() {
  if (!shared) {
    shared = new CSSStyleSheet();
    shared.replaceSync(CSS);
  }
  return shared;
}
