/** One training session, live. */
import { logIn, titleOf } from './login.js';
import { byId, showConnection, showProblem } from './page.js';
import { showAnnouncement, showPeople } from './people.js';
import { Exercises, Status } from './work.js';

/** @import { Me } from './login.js' */

// The global object of vendor/phoenix.min.js.
const { Presence, Socket } = Phoenix;

const REASONS = { session_full: 'This session is full.', no_such_session: 'There is no such session.' };

const me = await logIn();
document.title = `${titleOf(me.session)} · ${me.name}`;
byId('me').textContent = me.name;
byId('role').textContent = me.trainer ? 'Trainer' : 'Participant';
byId('title').textContent = titleOf(me.session);
byId('session').hidden = false;
enter(me);

/** @param {Me} me */
function enter({ token, session, trainer }) {
  const socket = new Socket('/socket', { authToken: token });
  const channel = socket.channel(`training_session:${session}`);
  const work = trainer ? new Status() : new Exercises((exercise) => complete(channel, work, exercise));

  showConnection('Connecting…');
  socket.onOpen(() => showConnection('Live'));
  socket.onClose(() => showConnection('Offline, trying again'));

  const presence = new Presence(channel);
  presence.onSync(() => {
    const people = presence.list((id, { metas }) => ({ id, devices: metas.length, name: metas[0].name, role: metas[0].role }));
    showPeople(people);
    work.present(people);
  });
  channel.on('exercise_completed', (completed) => work.completed(completed));
  channel.on('announcement', showAnnouncement);
  channel.join()
    .receive('ok', (answer) => {
      showProblem();
      work.joined(answer);
    })
    .receive('error', ({ reason }) => showProblem(REASONS[reason] ?? `The session cannot be joined: ${reason}.`));
  if (trainer) {
    byId('announce').hidden = false;
    byId('announce').addEventListener('submit', (/** @type {SubmitEvent} */ event) => announce(event, session, token));
  }
  socket.connect();
}

function complete(channel, work, exercise) {
  channel.push('exercise_completed', { exercise })
    .receive('ok', (answer) => work.joined(answer))
    .receive('error', ({ reason }) => showProblem(`It was not taken: ${reason}.`))
    .receive('timeout', () => showProblem('No answer: try again.'));
}

/** Over plain HTTP: the controller tells everybody, this page too. */
async function announce(event, session, token) {
  event.preventDefault();
  const text = event.target.elements.text;
  const response = await fetch(`sessions/${session}/announcements`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ text: text.value }),
  }).catch(() => ({ ok: false, status: 0 }));
  showProblem(response.ok ? '' : 'It was not announced: try again.');
  if (response.ok) {
    text.value = '';
  }
}
