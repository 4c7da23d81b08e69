/** Who this page is: a token in its address (`#token=…&session=…`), or, in development, one that the application makes. */
import { byId, element, showProblem } from './page.js';

/** @typedef {{token: string, session: string, id: string, name: string, trainer: boolean}} Me */

/** @returns {Promise<Me>} once it is known */
export async function logIn() {
  const address = new URLSearchParams(location.hash.slice(1));
  const { sessions } = await (await fetch('sessions')).json();
  if (address.has('token')) {
    return me(address.get('token') ?? '', address.get('session') ?? sessions[0]);
  }
  if (!(await fetch('dev/login')).ok) {
    showProblem('This page needs a token in its address: #token=…&session=…');
    return new Promise(() => {});
  }
  byId('login').elements.session.append(...sessions.map((/** @type {string} */ id) => element('option', { value: id }, titleOf(id))));
  byId('login').hidden = false;
  byId('login').elements.name.focus();
  return new Promise((resolve) => byId('login').addEventListener('submit', async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const { name, role, session } = Object.fromEntries(new FormData(byId('login')));
    const response = await fetch('dev/login', {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name, role }),
    });
    if (response.ok) {
      byId('login').hidden = true;
      showProblem();
      resolve(me((await response.json()).token, String(session)));
    } else {
      showProblem('A name has letters, spaces, dots, apostrophes and hyphens, and begins with a letter.');
    }
  }));
}

/** @param {string} id such as `first-steps` */
export function titleOf(id) {
  return (id[0].toUpperCase() + id.slice(1)).replaceAll('-', ' ');
}

/** What the token says is shown, not trusted: who checks it is the server. @param {string} token @param {string} session @returns {Me} */
function me(token, session) {
  const base64 = token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/');
  const claims = JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))));
  return { token, session, id: claims.sub, name: claims.name ?? claims.sub, trainer: claims.groups.includes('trainer') };
}
