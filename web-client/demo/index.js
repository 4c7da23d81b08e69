/** The demo: a comment that names people, posted as a mention; and the bell that rings for it on their pages. */
/** @import { Session } from './session.js' */
/** @import { BeckonBell } from '../src/bell/define.js' */
import '../src/bell/define.js';
import { element } from '../src/bell/element.js';
import { initials } from '../src/bell/initials.js';
import { InboxStore, beckonSocket } from '../src/index.js';
import { commentView } from './comment-view.js';
import { joinLobby } from './lobby.js';
import { mentionOf, namedIn, post } from './mention.js';
import { byId, chooseTheme, refuse, showConnection, showProblem, signIn, tokens } from './page.js';

const PEOPLE = ['alice', 'bob', 'carol'];

/** @type {BeckonBell} */
const bell = byId('bell');
/** @type {HTMLTextAreaElement} */
const comment = byId('comment');
/** @type {HTMLButtonElement} */
const button = byId('post');
/** @type {Set<string>} */
let online = new Set();

chooseTheme((theme) => bell.setAttribute('theme', theme));
const session = await signIn('mentions:write');
if (session) {
  connect(session);
  compose(session, await mentionsUrl());
}

/** @param {Session} session */
function connect(session) {
  const socket = beckonSocket('/socket', tokens(session));
  const store = new InboxStore({ socket, userId: session.user });
  store.addEventListener('change', () => showConnection(store.state.status, store.state.reason));
  showConnection('connecting');
  bell.store = store;
  bell.hidden = false;
  joinLobby(socket, (users) => {
    online = users;
    markOnline();
  });
  socket.connect();
}

async function mentionsUrl() {
  const config = await fetch('config.json').then((response) => response.json()).catch(() => null);
  if (!config?.mentionsUrl) {
    refuse('Comments cannot be posted', 'The gateway does not say where the mention service is (demo/config.json).');
  }
  return config?.mentionsUrl ?? '';
}

/** @param {Session} session @param {string} url */
function compose(session, url) {
  byId('face').textContent = initials(session.name);
  const others = PEOPLE.filter((name) => name !== session.user);
  comment.placeholder = `@${others[0]} have a look at the pricing section`;
  byId('chips').append(...others.map(chip));
  markOnline();
  comment.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      byId('composer').dispatchEvent(new SubmitEvent('submit', { cancelable: true }));
    }
  });
  byId('composer').addEventListener('submit', (event) => {
    event.preventDefault();
    submit(session, url);
  });
}

/** @param {string} name */
function chip(name) {
  const made = element('button', { type: 'button', class: 'chip', 'data-user': name }, `@${name}`);
  made.addEventListener('click', () => {
    const [start, end] = [comment.selectionStart, comment.selectionEnd];
    const space = start > 0 && !/\s/.test(comment.value[start - 1]) ? ' ' : '';
    comment.setRangeText(`${space}@${name} `, start, end, 'end');
    comment.focus();
  });
  return made;
}

/** A dot for those who see, a word for those who listen. */
function markOnline() {
  for (const each of byId('chips').children) {
    const name = /** @type {HTMLElement} */ (each).dataset.user ?? '';
    each.classList.toggle('is-online', online.has(name));
    each.setAttribute('aria-label', online.has(name) ? `@${name}, online` : `@${name}`);
  }
}

/** @param {Session} session @param {string} url */
async function submit(session, url) {
  const text = comment.value.trim();
  const people = namedIn(text);
  if (people.length === 0 || button.disabled) {
    showProblem(people.length ? null : { title: 'Nobody is named yet', detail: 'Name at least one person with an @, such as @bob.' });
    return;
  }
  showProblem(null);
  button.disabled = true;
  const { id, body } = mentionOf(session, text, new URL('comment.html', location.href.split('#')[0]));
  const view = commentView({ author: session.name, text, at: new Date() });
  byId('thread').prepend(view.element);
  view.say('sending', 'sending…');
  const begun = performance.now();
  const problem = await post(url, await tokens(session)(), id, body);
  button.disabled = false;
  showProblem(problem);
  if (problem) {
    view.element.remove();
  } else {
    view.say('sent', `accepted in ${Math.round(performance.now() - begun)} ms`);
    comment.value = '';
  }
}
