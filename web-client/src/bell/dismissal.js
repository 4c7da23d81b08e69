/**
 * Closes the panel when the user presses Escape, or moves the focus out of it. What the page puts into its slots is inside.
 *
 * @param {HTMLElement} host
 * @param {ShadowRoot} root
 * @param {{isOpen: () => boolean, escape: () => void, leave: () => void}} on
 */
export function closeOnLeave(host, root, on) {
  root.addEventListener('keydown', (event) => {
    if (/** @type {KeyboardEvent} */ (event).key === 'Escape' && on.isOpen()) {
      event.preventDefault();
      event.stopPropagation();
      on.escape();
    }
  });
  root.addEventListener('focusout', (event) => {
    const next = /** @type {Node | null} */ (/** @type {FocusEvent} */ (event).relatedTarget);
    if (next && !root.contains(next) && (next === host || !host.contains(next))) {
      on.leave();
    }
  });
}
