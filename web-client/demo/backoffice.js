/** The back office: announces to everybody in `room:lobby`, if the token has the role for it. */
/** @import { Channel } from 'phoenix' */
import { beckonSocket } from '../src/index.js';
import { joinLobby } from './lobby.js';
import { byId, chooseTheme, showConnection, showProblem, signIn, tokens } from './page.js';

const TIMEOUT_MILLIS = 5000;

chooseTheme();
const session = await signIn('broadcast');
if (session) {
  const { user } = session;
  const socket = beckonSocket('/socket', tokens(session));
  const channel = joinLobby(socket);
  showConnection('connecting');
  socket.onOpen(() => showConnection('live'));
  socket.onClose(() => showConnection('offline'));
  socket.connect();
  byId('announce').addEventListener('submit', (event) => {
    event.preventDefault();
    announce(channel, user);
  });
}

/** @param {Channel} channel @param {string} user */
function announce(channel, user) {
  /** @type {[HTMLInputElement, HTMLTextAreaElement, HTMLButtonElement]} */
  const [title, body, send] = [byId('title'), byId('body'), byId('send')];
  const announcement = { title: title.value.trim(), body: body.value.trim() };
  byId('sent').textContent = '';
  if (!announcement.title || !announcement.body) {
    showProblem({ title: 'Not complete', detail: 'An announcement has a title and a text.' });
    return;
  }
  showProblem(null);
  send.disabled = true;
  const done = (/** @type {Parameters<typeof showProblem>[0]} */ problem) => {
    send.disabled = false;
    showProblem(problem);
    if (!problem) {
      byId('sent').textContent = 'Announced.';
      title.value = '';
      body.value = '';
    }
  };
  channel.push('new_msg', announcement, TIMEOUT_MILLIS)
    .receive('ok', () => done(null))
    .receive('error', (response) => done(refusal(response?.reason, user)))
    .receive('timeout', () => done({ title: 'No answer', detail: 'The lobby did not answer in time. It may not have been announced.' }));
}

/** @param {string | undefined} reason @param {string} user */
function refusal(reason, user) {
  return reason === 'forbidden'
    ? { title: 'This token may not announce', detail: `Announcing needs the role broadcast. Run ./beckon token ${user} --role broadcast and put what it prints after token= in the address.` }
    : { title: 'The lobby refused it', detail: `Its reason: ${reason ?? 'unknown'}.` };
}
