const { Socket, Presence } = window.Phoenix;
const find = (id) => document.getElementById(id);

find('login').addEventListener('submit', async (event) => {
  event.preventDefault();
  const answer = await fetch('login', { method: 'POST', body: new URLSearchParams(new FormData(event.target)) });
  if (answer.ok) {
    enter(await answer.text());
  } else {
    find('problem').textContent = `The server answered ${answer.status}.`;
  }
});

function enter(token) {
  const socket = new Socket('/socket', { params: { token } });
  socket.connect();
  const room = socket.channel('room:lobby');
  const presence = new Presence(room);
  presence.onSync(() => { find('here').textContent = presence.list((name) => name).join(', '); });
  room.on('new_msg', ({ from, body }) => {
    const line = document.createElement('li');
    line.textContent = `${from}: ${body}`; // never innerHTML: others wrote it
    find('messages').append(line);
  });
  room.join()
    .receive('ok', () => {
      find('login').hidden = true;
      find('room').hidden = false;
      find('chat-input').focus();
    })
    .receive('error', ({ reason }) => { find('problem').textContent = `The room refuses you: ${reason}.`; });
  find('chat-input').addEventListener('keydown', ({ key, target }) => {
    if (key === 'Enter' && target.value) {
      room.push('new_msg', { body: target.value });
      target.value = '';
    }
  });
}
