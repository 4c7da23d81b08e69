import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { LocalRegistry } from '../../web-client/test/local-registry.js';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));
const web = fileURLToPath(new URL('../../web-client', import.meta.url));

const PAGE = `
  import { useRef } from 'react';
  import { InboxStore, beckonSocket } from 'beckon-web-client';
  import { Bell, useInbox, type BeckonBell, type BellProps, type Inbox, type InboxOptions, type ListName } from 'beckon-react';
  const socketUrl = '/socket', userId = 'bob', tokenProvider = async () => 'token';
  const socket = beckonSocket(socketUrl, tokenProvider);
  export const options: InboxOptions[] = [{ socketUrl, userId, tokenProvider, group: 'thread' }, { socket, userId, max: 10, pageSize: 5 },
    { store: new InboxStore({ socket, userId }) }];
  // @ts-expect-error: there is no token
  export const tokenless: InboxOptions = { socketUrl, userId };
  // @ts-expect-error: a store has a user
  export const twice: InboxOptions = { store: new InboxStore({ socket, userId }), userId };
  export function Header({ user }: { user: string | null }) {
    const inbox: Inbox = useInbox(user === null ? null : { socketUrl, userId: user, tokenProvider });
    const bell = useRef<BeckonBell>(null);
    const list: ListName = inbox.list;
    inbox.markRead({ source: { type: 'comment', id: '4711' } }).then(({ unread }) => unread.toFixed());
    inbox.archive(['1']).then(({ ids }) => inbox.unarchive(ids));
    inbox.filter('unread');
    // @ts-expect-error: there is no such list
    inbox.filter('seen');
    // @ts-expect-error: the view cannot be changed
    inbox.unread = 7;
    const status: 'connecting' | 'live' | 'offline' | 'refused' | 'closed' = inbox.status;
    return <><Bell ref={bell} store={inbox.store} className="bell" id="bell" theme="dark" lang="de" titleBadge sound="" viewing={{ type: 'comment', id: '1' }}
      strings={{ title: 'Mitteilungen' }} renderRow={({ excerpt }) => <b>{excerpt}</b>} onClick={({ clientX }) => clientX}
      onOpen={(event) => { event.preventDefault(); event.detail.source.url.trim(); }} onCount={({ detail }) => detail.unseen.toFixed()}
      onArrived={({ detail }) => detail.actor.name.trim()} onStatus={({ detail: { reason } }) => reason?.trim()}>
      <a slot="footer" href="#">{status} {list} {inbox.notifications.length}</a>
    </Bell><Bell socketUrl={socketUrl} userId={userId} tokenProvider={tokenProvider} viewing="comment/1" /></>;
  }
  const theme: BellProps['theme'] = 'dark';
  // @ts-expect-error: there is no such theme
  export const blue = <Bell theme="blue" />;
  // @ts-expect-error: a count has no actor
  export const counted = <Bell theme={theme} onCount={({ detail }) => detail.actor} />;
  // @ts-expect-error: a number is no token
  export const number = <Bell tokenProvider={() => 7} />;`;

const SERVER = `
  import { StrictMode, createElement } from 'react';
  import { renderToString } from 'react-dom/server';
  import { Bell, useInbox } from 'beckon-react';
  function Page() {
    const { status, unread, notifications, store, markRead } = useInbox({ socketUrl: '/socket', userId: 'bob', tokenProvider: () => { throw new Error('asked'); } });
    markRead(['1']).catch(({ name, reason }) => console.log(name, reason));
    return createElement(Bell, { store, className: 'bell', titleBadge: true, desktop: false, renderRow: () => null, viewing: 'comment/1' }, [status, unread, notifications.length].join(' '));
  }
  console.log(renderToString(createElement(StrictMode, null, createElement(Page))));`;

for (const [version, suffix] of [['19', ''], ['18', '-18']]) {
  describe(`the package, as npm packs it, with React ${version}`, () => {
    /** @type {string} */
    let folder;
    /** @type {string} */
    let modules;

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'beckon-react-consumer-'));
      modules = join(folder, 'node_modules');
      await mkdir(join(modules, '@types'), { recursive: true });
      for (const [name, from] of [['beckon-react', root], ['beckon-web-client', web]]) {
        const { stdout } = await run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], { cwd: from });
        await mkdir(join(modules, name));
        await run('tar', ['-xzf', join(folder, stdout.trim()), '-C', join(modules, name), '--strip-components=1']);
      }
      for (const name of ['react', 'react-dom', '@types/react']) {
        await symlink(join(root, 'node_modules', name + suffix), join(modules, name));
      }
      for (const [name, from] of [['@types/prop-types', web], ['csstype', web], ['phoenix', web], ['@types/phoenix', web], ['scheduler', root]]) {
        await cp(join(from, 'node_modules', name), join(modules, name), { recursive: true });
      }
      await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    });
    after(() => rm(folder, { recursive: true }));

    for (const resolution of [{ module: 'nodenext' }, { module: 'esnext', moduleResolution: 'bundler' }]) {
      test(`strict_typescript_accepts_it_with_${resolution.module}`, async () => {
        await writeFile(join(folder, 'page.tsx'), PAGE);
        const compilerOptions = { strict: true, exactOptionalPropertyTypes: true, noEmit: true, skipLibCheck: false, preserveSymlinks: true, types: [],
          jsx: 'react-jsx', target: 'es2022', lib: ['es2023', 'dom', 'dom.iterable'], ...resolution };
        await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['page.tsx'] }));
        const complaints = await run(join(root, 'node_modules/.bin/tsc'), ['-p', folder]).then(() => '', ({ stdout }) => stdout);

        assert.equal(complaints, '');
      });
    }

    test('node_renders_it_without_a_connection_and_without_a_word', async () => {
      await writeFile(join(folder, 'server.js'), SERVER);
      const { stdout, stderr } = await run(process.execPath, ['--preserve-symlinks', '--preserve-symlinks-main', 'server.js'], { cwd: folder });

      assert.match(stdout, /^<beckon-bell class="bell" title-badge="">connecting 0 0<\/beckon-bell>\nInboxError closed\n/);
      assert.equal(stderr, '');
    });

    test('it_contains_what_a_page_needs_and_no_more', async () => {
      const home = join(modules, 'beckon-react');
      const files = (await readdir(home, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(home.length + 1)).sort();

      assert.deepEqual(files, ['LICENSE', 'README.md', 'package.json', 'src/bell.js', 'src/inbox-source.js', 'src/index.js', 'src/latest.js', 'src/rows.js',
        'src/use-inbox.js', 'types/index.d.ts']);
      assert.equal(await readFile(join(home, 'LICENSE'), 'utf8'), await readFile(join(root, '../LICENSE'), 'utf8'));
      assert.match(await readFile(join(home, 'src/index.js'), 'utf8'), /^'use client';/);
    });
  });
}

test('publishing_it_would_give_no_warning', async () => {
  const scratch = await mkdtemp(join(tmpdir(), 'beckon-react-publish-'));
  const registry = await LocalRegistry.start(join(root, 'node_modules'), [], scratch);
  const { stderr } = await run('npm', ['publish', '--dry-run', '--ignore-scripts', ...registry.options(scratch)], { cwd: root });
  await registry.close();
  await rm(scratch, { recursive: true });

  assert.doesNotMatch(stderr, /npm (warn|error)/i);
  assert.match(stderr, /total files/);
});
