import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export const dynamic = 'force-dynamic';

/** In place of your backend: gives the page a token of the stack that `./beckon up` started. */
export async function GET() {
  try {
    const { stdout } = await promisify(execFile)(process.env.BECKON ?? '../../beckon', ['token', 'bob']);
    return new Response(stdout.trim());
  } catch {
    return new Response('no token; start ./beckon up\n', { status: 503 });
  }
}
