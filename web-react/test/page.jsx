/** The page of `react.test.js`, in StrictMode: `?own`, a bell with a connection of its own; `?socket`, a hook on the page's socket; else a list by `useInbox`, and a bell on its store. */
import { StrictMode, createElement, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Bell, useInbox } from 'beckon-react';
import { beckonSocket } from 'beckon-web-client';

const socketUrl = `ws://${location.host}/socket`;
/** What the tests read and call. @type {any} */
const shared = window;
shared.events = [];

shared.rows = 0;

/** @param {{text: string}} props */
function Assigned({ text }) {
  useEffect(() => {
    shared.rows++;
    return () => {
      shared.rows--;
    };
  }, []);
  return <em>{text}</em>;
}

function OwnBell() {
  const [turn, setTurn] = useState(0); // every function and object below is another one after each event
  /** @param {string} type @param {unknown} detail */
  const record = (type, detail) => {
    shared.events.push([type, detail]);
    setTurn(turn + 1);
  };
  shared.again = () => setTurn(turn + 1);
  return <Bell socketUrl={socketUrl} userId="bob" tokenProvider={() => `token-${turn}`} lang="en" className="mine" titleBadge desktop={false}
    strings={{ markAllRead: 'All read' }} viewing={{ type: 'comment', id: 'shown' }}
    renderRow={({ kind, actor }) => (kind === 'assignment' ? <Assigned text={`${actor.name} assigned, turn ${turn}`} /> : null)}
    ref={(element) => { shared.bell = element; }}
    onArrived={({ detail }) => record('arrived', detail.source.title)} onCount={({ detail }) => record('count', detail)}
    onStatus={({ detail }) => record('status', detail.status)}
    onOpen={(event) => { event.preventDefault(); record('open', event.detail.source.title); }}>
    <a slot="footer" href="#settings">Settings</a>
  </Bell>;
}

function List() {
  const inbox = useInbox({ socketUrl, userId: 'bob', tokenProvider: () => 'token' });
  const [isShown, setShown] = useState(true);
  useEffect(() => {
    shared.inbox = inbox;
  }, [inbox]);
  return <>
    {isShown && <Bell store={inbox.store} lang="en" />}
    <button onClick={() => setShown(false)}>Without bell</button>
    <p id="counts">{`${inbox.status} ${inbox.unread} ${inbox.unseen} ${inbox.list}`}</p>
    <ul id="titles">{inbox.notifications.map(({ id, source, read }) => <li key={id} className={read ? 'read' : 'unread'}>{source.title}</li>)}</ul>
  </>;
}

function OnSocket() {
  const { status, unread, unseen, list } = useInbox({ socket: shared.socket, userId: 'bob' });
  return <p id="counts">{`${status} ${unread} ${unseen} ${list}`}</p>;
}

async function start() {
  if (location.search === '?socket') {
    shared.socket = beckonSocket(socketUrl, () => 'token');
    shared.socket.connect();
    await new Promise((resolve) => shared.socket.onOpen(resolve));
  }
  createRoot(/** @type {HTMLElement} */ (document.querySelector('main'))).render(<StrictMode><App /></StrictMode>);
}

function App() {
  const [isThere, setThere] = useState(true);
  shared.leave = () => setThere(false);
  const pages = { '?own': OwnBell, '?socket': OnSocket, '': List };
  return isThere ? createElement(pages[/** @type {'?own'} */ (location.search)]) : <p>left</p>;
}

await start();
