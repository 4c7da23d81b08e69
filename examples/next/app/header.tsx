'use client';

import { Bell } from 'beckon-react';
import { useState } from 'react';

async function fetchToken() {
  const response = await fetch('/token', { cache: 'no-store' });
  if (!response.ok) {
    throw new Error(await response.text());
  }
  return response.text();
}

export function Header({ socketUrl }: { socketUrl: string }) {
  const [{ status, unread }, setState] = useState({ status: 'connecting', unread: 0 });
  const [opened, setOpened] = useState('');
  return (
    <>
      <header>
        <Bell socketUrl={socketUrl} userId="bob" tokenProvider={fetchToken}
          onStatus={({ detail }) => setState((state) => ({ ...state, status: detail.status }))}
          onCount={({ detail }) => setState((state) => ({ ...state, unread: detail.unread }))}
          onOpen={(event) => {
            event.preventDefault();
            setOpened(event.detail.source.title);
          }} />
      </header>
      <main><p role="status">{status}: {unread} unread{opened && `, opened ${opened}`}</p></main>
    </>
  );
}
