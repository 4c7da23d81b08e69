/** Importing this file registers `<beckon-bell>`, where there are elements: in Node, which renders a page first, it does nothing. */
import { BeckonBell } from './beckon-bell.js';

if (globalThis.customElements && !customElements.get('beckon-bell')) {
  customElements.define('beckon-bell', BeckonBell);
}

export { BeckonBell };
