const MARGIN = 8;
const GAP = 12;
const ENOUGH_BELOW = 320;

/**
 * Puts the panel by its button and inside the window: below it, or above where there is more room.
 *
 * @param {HTMLElement} panel shown
 * @param {HTMLElement} button
 */
export function place(panel, button) {
  const { left, right, top, bottom } = button.getBoundingClientRect();
  const { clientWidth: width, clientHeight: height } = document.documentElement;
  const leftToRight = getComputedStyle(button).direction === 'ltr';
  const wanted = leftToRight ? right - panel.offsetWidth : left;
  const x = Math.max(MARGIN, Math.min(wanted, width - panel.offsetWidth - MARGIN));
  const above = height - bottom < ENOUGH_BELOW && top > height - bottom;
  panel.style.left = `${x}px`;
  panel.style.top = above ? 'auto' : `${bottom + GAP}px`;
  panel.style.bottom = above ? `${height - top + GAP}px` : 'auto';
  panel.style.maxHeight = `${Math.max(160, (above ? top : height - bottom) - GAP - MARGIN)}px`;
}
