import { element } from './element.js';

const SIZE = 64;
const COLOUR = '#c8370a';

/** Puts a dot on the page's icon, which needs `img-src data:` in a content security policy, and takes it off again. */
export class FaviconBadge {
  #shown = false;
  /** @type {Map<HTMLLinkElement, Record<string, string | null>>} the page's icons, with the attributes that they had */
  #replaced = new Map();
  /** @type {HTMLLinkElement | null} an icon for a page that names none */
  #made = null;

  /** @param {boolean} shown */
  async show(shown) {
    if (shown === this.#shown) {
      return;
    }
    this.#shown = shown;
    if (!shown) {
      this.#restore();
      return;
    }
    const links = [.../** @type {NodeListOf<HTMLLinkElement>} */ (document.querySelectorAll('link[rel~="icon"]'))];
    const href = await dotted(links.at(-1)?.href ?? '/favicon.ico');
    if (this.#shown && href && this.#replaced.size === 0 && !this.#made) {
      this.#replace(links, href);
    }
  }

  /** @param {HTMLLinkElement[]} links @param {string} href */
  #replace(links, href) {
    for (const link of links) {
      this.#replaced.set(link, Object.fromEntries(['href', 'type', 'sizes'].map((name) => [name, link.getAttribute(name)])));
      link.removeAttribute('sizes');
      link.setAttribute('type', 'image/png');
      link.setAttribute('href', href);
    }
    if (links.length === 0) {
      this.#made = element('link', { rel: 'icon', type: 'image/png', href });
      document.head.append(this.#made);
    }
  }

  #restore() {
    for (const [link, attributes] of this.#replaced) {
      Object.entries(attributes).forEach(([name, value]) => (value === null ? link.removeAttribute(name) : link.setAttribute(name, value)));
    }
    this.#replaced.clear();
    this.#made?.remove();
    this.#made = null;
  }
}

/** The icon with a dot, or the dot alone where it does not load, as a `data:` URL. @param {string} href @returns {Promise<string | null>} */
async function dotted(href) {
  const canvas = element('canvas', { width: String(SIZE), height: String(SIZE) });
  const pen = canvas.getContext('2d');
  if (!pen) {
    return null;
  }
  const icon = element('img', { crossorigin: 'anonymous', src: href });
  await icon.decode().then(() => pen.drawImage(icon, 0, 0, SIZE, SIZE), () => {});
  for (const [radius, colour] of /** @type {const} */ ([[18, '#fff'], [15, COLOUR]])) {
    pen.fillStyle = colour;
    pen.beginPath();
    pen.arc(SIZE - 18, 18, radius, 0, 2 * Math.PI);
    pen.fill();
  }
  return canvas.toDataURL('image/png');
}
