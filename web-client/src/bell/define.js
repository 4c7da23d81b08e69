/** Importing this file registers `<beckon-bell>`. */
import { BeckonBell } from './beckon-bell.js';

if (!customElements.get('beckon-bell')) {
  customElements.define('beckon-bell', BeckonBell);
}

export { BeckonBell };
