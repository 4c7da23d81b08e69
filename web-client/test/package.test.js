import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));
const entries = ['beckon-web-client', 'beckon-web-client/bell', 'beckon-web-client/beckon-bell.min.js'];

/** @type {Record<string, string>} */
const SOURCES = {
  'page.ts': `
    import { InboxStore, InboxError } from 'beckon-web-client';
    import { BeckonBell, type BeckonBellProps } from 'beckon-web-client/bell';
    import { Socket, BeckonBell as Bundled } from 'beckon-web-client/beckon-bell.min.js';
    const bell: BeckonBell | null = document.querySelector('beckon-bell');
    bell!.tokenProvider = () => 'token';
    bell!.strings = { title: 'Mitteilungen' };
    bell!.store = new InboxStore({ socket: new Socket('/socket'), userId: 'bob' });
    const bundled: Bundled = document.createElement('beckon-bell');
    const theme: BeckonBellProps['theme'] = 'dark';
    const status: 'connecting' | 'live' | 'offline' | 'refused' | 'closed' = bell!.store.state.status;
    bell!.store.list({ filter: { unread: true, source: { type: 'comment', id: '4711' } }, count: true }).then((page) => page.count);
    bell!.store.archiveRead().then(({ ids }) => bell!.store!.unarchive(ids));
    const archived: readonly { excerpt: string }[] = bell!.store.state.lists.archived.notifications;
    // @ts-expect-error: there is no such list
    bell!.store.loadMore('seen');
    // @ts-expect-error: a number is no token
    bell!.token = 7;
    console.log(bundled, theme, status, archived, InboxError);`,
  'page.tsx': `
    import 'beckon-web-client/bell';
    import type { BeckonBell } from 'beckon-web-client/bell';
    export function Header({ token }: { token: () => string }) {
      return <header><beckon-bell key="bell" className="bell" socket-url="/socket" user-id="bob" theme="dark"
        ref={(bell: BeckonBell | null) => bell?.open()} tokenProvider={token} strings={{ title: 'Mitteilungen' }} /></header>;
    }
    // @ts-expect-error: there is no such theme
    export const wrong = <beckon-bell theme="blue" />;`,
};

describe('the package, as npm packs it', () => {
  /** @type {string} */
  let folder;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'beckon-consumer-'));
    const home = join(folder, 'node_modules', 'beckon-web-client');
    await mkdir(home, { recursive: true });
    const { stdout } = await run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], { cwd: root });
    await run('tar', ['xzf', join(folder, stdout.trim()), '-C', home, '--strip-components=1']);
    const { dependencies } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8'));
    await linked(Object.keys(dependencies));
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  });
  after(() => rm(folder, { recursive: true }));

  /** @param {string[]} packages */
  async function linked(packages) {
    for (const name of packages) {
      const place = join(folder, 'node_modules', name);
      await mkdir(join(place, '..'), { recursive: true });
      await symlink(join(root, 'node_modules', name), place);
    }
  }

  /** Errors that tsc finds. @param {string} file @param {Record<string, unknown>} options @param {string} [head] */
  async function complaints(file, options, head = '') {
    await writeFile(join(folder, file), head + SOURCES[file]);
    const compilerOptions = { strict: true, noEmit: true, skipLibCheck: false, types: [], target: 'es2022',
      lib: ['es2023', 'dom', 'dom.iterable'], preserveSymlinks: true, ...options };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [file] }));
    const tsc = join(root, 'node_modules', '.bin', 'tsc');
    return run(tsc, ['-p', folder]).then(() => '', (/** @type {{stdout: string}} */ { stdout }) => stdout);
  }

  for (const entry of entries) {
    test(`node_imports_${entry.replace(/\W/g, '_')}_without_a_word`, async () => {
      const { stdout, stderr } = await run(process.execPath,
        ['--input-type=module', '-e', `import * as all from '${entry}'; console.log(Object.keys(all).join())`], { cwd: folder });
      assert.match(stdout, /InboxStore|BeckonBell/);
      assert.equal(stderr, '');
    });
  }

  for (const resolution of [{ module: 'nodenext' }, { module: 'esnext', moduleResolution: 'bundler' }]) {
    test(`strict_typescript_without_react_accepts_every_entry_with_${resolution.module}`, async () => {
      assert.equal(await complaints('page.ts', resolution), '');
    });
  }

  for (const jsx of ['react-jsx', 'react']) {
    test(`strict_typescript_accepts_the_tag_in_react_with_jsx_${jsx.replace('-', '_')}`, async () => {
      await linked(['@types/react', 'csstype']);
      const head = jsx === 'react' ? "import * as React from 'react';" : '';
      const found = await complaints('page.tsx', { module: 'esnext', moduleResolution: 'bundler', jsx }, head);
      await Promise.all(['@types/react', 'csstype'].map((name) => rm(join(folder, 'node_modules', name))));
      assert.equal(found, '');
    });
  }
});
