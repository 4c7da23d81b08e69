import { Bell, useInbox } from 'beckon-react';
import { useState } from 'react';

const SOCKET = import.meta.env['VITE_BECKON_SOCKET'] as string | undefined;
if (!SOCKET) {
  throw new Error('set VITE_BECKON_SOCKET to ws://GATEWAY/socket; ./beckon up prints the gateway');
}

async function fetchToken() {
  const response = await fetch('/token');
  if (!response.ok) {
    throw new Error(await response.text());
  }
  return response.text();
}

/** A bell and a list on one connection: the hook makes it, and the bell shows its store. */
export function App() {
  const inbox = useInbox({ socketUrl: SOCKET!, userId: 'bob', tokenProvider: fetchToken });
  const [opened, setOpened] = useState('');
  return (
    <>
      <header>
        <Bell store={inbox.store} titleBadge
          renderRow={({ actor, source }) => <><strong>{actor.name}</strong> in {source.title}</>}
          onOpen={(event) => {
            event.preventDefault();
            setOpened(event.detail.source.title);
          }} />
      </header>
      <main>
        <p role="status">{inbox.status}: {inbox.unread} unread{opened && `, opened ${opened}`}</p>
        <ul>
          {inbox.notifications.map(({ id, source, read }) => (
            <li key={id}>
              {source.title} {!read && <button onClick={() => void inbox.markRead([id]).catch(console.error)}>Mark read</button>}
            </li>
          ))}
        </ul>
      </main>
    </>
  );
}
