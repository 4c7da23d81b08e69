import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));

const SOURCE = `
  import { Emitter, EmitterError, type Mention, type MentionStatus, type Reason } from 'beckon-emitter';
  const mention: Mention = { actor: { id: 'ada', name: 'Ada' }, recipients: ['bob'], excerpt: 'hello', occurredAt: new Date(),
    source: { type: 'comment', id: '7', url: 'https://example.org/7', title: 'Note 7' } };
  const beckon = new Emitter({ url: new URL('https://mentions.example.com'), token: async (rejected?: string) => rejected ?? 'token' });
  const id: string = await beckon.post('key', mention);
  const status: MentionStatus | undefined = await beckon.status('key', { limit: 7 });
  const ids: string[] = (await beckon.postAll('key', [mention])).parts.flatMap((part) => part.ids);
  await beckon.revoke({ user: 'bob', thread: 't' }).catch((failure: EmitterError) => { const reason: Reason = failure.reason; return reason; });
  // @ts-expect-error: a mention needs an actor
  await beckon.post('key', { recipients: [] });
  // @ts-expect-error: a revision is a number
  await beckon.edit('key', '7', mention);
  console.log(id, ids, status?.recipients[0].seen_at);`;

describe('the package, as npm packs it', () => {
  /** @type {string} */
  let folder;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'beckon-emitter-'));
    const home = join(folder, 'node_modules', 'beckon-emitter');
    await mkdir(home, { recursive: true });
    const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: root });
    await run('tar', ['xzf', join(folder, stdout.trim()), '-C', home, '--strip-components=1']);
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  });
  after(() => rm(folder, { recursive: true }));

  test('is_imported_by_node_without_a_word', async () => {
    const { stdout, stderr } = await run(process.execPath,
      ['--input-type=module', '-e', "import * as all from 'beckon-emitter'; console.log(Object.keys(all).sort().join())"], { cwd: folder });
    assert.equal(stdout, 'Emitter,EmitterError,LIMITS\n');
    assert.equal(stderr, '');
  });

  for (const resolution of [{ module: 'nodenext' }, { module: 'esnext', moduleResolution: 'bundler' }]) {
    test(`is_accepted_by_strict_typescript_with_${resolution.module}`, async () => {
      await writeFile(join(folder, 'service.ts'), SOURCE);
      await mkdir(join(folder, 'node_modules', '@types'), { recursive: true });
      for (const types of ['@types/node', 'undici-types']) {
        await symlink(join(root, 'node_modules', types), join(folder, 'node_modules', types)).catch(() => {});
      }
      const compilerOptions = { strict: true, noEmit: true, skipLibCheck: false, target: 'es2022', lib: ['es2023'], types: ['node'], ...resolution };
      await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['service.ts'] }));
      const found = await run(join(root, 'node_modules', '.bin', 'tsc'), ['-p', folder]).then(() => '', ({ stdout }) => stdout);
      assert.equal(found, '');
    });
  }
});
