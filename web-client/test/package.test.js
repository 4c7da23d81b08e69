import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { LocalRegistry } from './local-registry.js';

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
    const heard: [string, number, string | null, boolean] = ['', 0, '', false];
    bell!.addEventListener('arrived', ({ detail }) => heard[0] = detail.actor.name);
    bell!.addEventListener('count', function ({ detail }) { heard[1] = detail.unseen; this.close(); });
    bell!.addEventListener('status', ({ detail: { status, reason } }) => heard[2] = status === 'refused' ? reason : null);
    bell!.addEventListener('open', (event) => { event.preventDefault(); heard[3] = event.detail.read; }, { once: true });
    bell!.addEventListener('click', (event) => heard[1] = event.clientX);
    bell!.addEventListener('anything', (event: Event) => event.type);
    document.createElement('beckon-bell').addEventListener('arrived', ({ detail }) => detail.source.url);
    // @ts-expect-error: a count has no actor
    bell!.addEventListener('count', ({ detail }) => detail.actor);
    bell!.viewing = { type: 'comment', id: '4711' };
    bell!.viewing = 'comment/4711';
    bell!.renderRow = ({ excerpt }) => document.createTextNode(excerpt);
    const retryAt: number | null = bell!.store!.state.retryAt;
    // @ts-expect-error: a string is no node
    bell!.renderRow = ({ excerpt }) => excerpt;
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
    console.log(retryAt, bundled, theme, status, archived, InboxError);`,
  'page.tsx': `
    import 'beckon-web-client/bell';
    import type { BeckonBell } from 'beckon-web-client/bell';
    export function Header({ token }: { token: () => string }) {
      return <header><beckon-bell key="bell" className="bell" socket-url="/socket" user-id="bob" theme="dark"
        ref={(bell: BeckonBell | null) => bell?.open()} tokenProvider={token} strings={{ title: 'Mitteilungen' }}
        title-badge sound="" viewing="comment/4711" renderRow={() => null} onopen={(event) => { event.preventDefault(); console.log(event.detail.source.url); }} oncount={({ detail }) => detail.unseen} /></header>;
    }
    // @ts-expect-error: there is no such theme
    export const wrong = <beckon-bell theme="blue" />;`,
};

describe('the package, as npm packs and installs it', () => {
  /** @type {string} */
  let folder;
  /** @type {LocalRegistry} */
  let registry;
  /** @type {string} */
  let home;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'beckon-consumer-'));
    await mkdir(join(folder, 'packed'));
    const modules = join(root, 'node_modules');
    registry = await LocalRegistry.start(modules, ['phoenix', '@types/phoenix', '@types/react', '@types/react-18', '@types/prop-types', 'csstype'],
      join(folder, 'packed'));
    const { stdout } = await run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], { cwd: root });
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    await install(join(folder, stdout.trim()));
    home = join(folder, 'node_modules', 'beckon-web-client');
  });
  after(async () => {
    await registry?.close();
    await rm(folder, { recursive: true });
  });

  /** @param {...string} what */
  const install = (...what) => run('npm', ['install', '--ignore-scripts', ...what, ...registry.options(folder)], { cwd: folder });

  /** Errors that tsc finds. @param {string} file @param {Record<string, unknown>} options @param {string} [head] */
  async function complaints(file, options, head = '') {
    await writeFile(join(folder, file), head + SOURCES[file]);
    const compilerOptions = { strict: true, noEmit: true, skipLibCheck: false, types: [], target: 'es2022',
      lib: ['es2023', 'dom', 'dom.iterable'], ...options };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [file] }));
    const tsc = join(root, 'node_modules', '.bin', 'tsc');
    return run(tsc, ['-p', folder]).then(() => '', (/** @type {{stdout: string}} */ { stdout }) => stdout);
  }

  test('publishing_it_would_give_no_warning', async () => {
    const { stderr } = await run('npm', ['publish', '--dry-run', '--ignore-scripts', ...registry.options(folder)], { cwd: root });

    assert.doesNotMatch(stderr, /npm (warn|error)/i);
    assert.match(stderr, /total files/);
  });

  test('it_contains_what_a_page_needs_and_no_more', async () => {
    const files = (await readdir(home, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(home.length + 1).replace(/chunk-\w+/, 'chunk')).sort();

    assert.deepEqual(files.filter((file) => !file.startsWith('dist/types/')), ['LICENSE', 'README.md', 'dist/beckon-bell.min.js', 'dist/beckon-bell.min.js.map',
      'dist/bell.js', 'dist/bell.js.map', 'dist/chunk.js', 'dist/chunk.js.map', 'dist/index.js', 'dist/index.js.map', 'package.json',
      'types/beckon-bell.min.d.ts', 'types/bell.d.ts']);
    assert.deepEqual(files.filter((file) => file.startsWith('dist/types/') && !file.endsWith('.d.ts')), []);
    assert.equal(await readFile(join(home, 'LICENSE'), 'utf8'), await readFile(join(root, '../LICENSE'), 'utf8'));
  });

  test('every_file_that_its_manifest_names_is_in_it', async () => {
    const { exports, sideEffects, types, unpkg, jsdelivr } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8'));
    const named = [types, unpkg, jsdelivr, ...Object.values(exports).flatMap((target) => (typeof target === 'string' ? [target] : Object.values(target))),
      ...sideEffects.filter((/** @type {string} */ file) => !file.startsWith('./src/'))];

    await Promise.all(named.map((file) => readFile(join(home, file))));
    assert.deepEqual(Object.keys(exports).map((entry) => join('beckon-web-client', entry)), [...entries, 'beckon-web-client/package.json']);
  });

  for (const entry of entries) {
    test(`node_imports_${entry.replace(/\W/g, '_')}_without_a_word_and_registers_nothing`, async () => {
      const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '-e', `
        const before = Object.getOwnPropertyNames(globalThis).length;
        const all = await import('${entry}');
        const left = process.getActiveResourcesInfo().filter((name) => /Timeout|Immediate|TCP|MessagePort/.test(name));
        console.log(JSON.stringify([Object.keys(all), typeof customElements, Object.getOwnPropertyNames(globalThis).length - before, left]));`], { cwd: folder });
      const [names, elements, added, left] = JSON.parse(stdout);

      assert.ok(names.includes('InboxStore') || names.includes('BeckonBell'), names);
      assert.deepEqual([elements, added, left], ['undefined', 0, []]);
      assert.equal(stderr, '');
    });
  }

  for (const resolution of [{ module: 'nodenext' }, { module: 'esnext', moduleResolution: 'bundler' }]) {
    test(`strict_typescript_without_react_accepts_every_entry_with_${resolution.module}`, async () => {
      assert.equal(await complaints('page.ts', resolution), '');
    });
  }

  for (const [react, types] of [['19', '@types/react'], ['18', '@types/react@npm:@types/react-18']]) {
    for (const jsx of ['react-jsx', 'react']) {
      for (const resolution of [{ module: 'nodenext' }, { module: 'esnext', moduleResolution: 'bundler' }]) {
        test(`strict_typescript_accepts_the_tag_in_react_${react}_with_jsx_${jsx.replace('-', '_')}_and_${resolution.module}`, async () => {
          await install(types);
          const head = jsx === 'react' ? "import * as React from 'react';" : '';

          assert.equal(await complaints('page.tsx', { ...resolution, jsx }, head), '');
        });
      }
    }
  }
});
