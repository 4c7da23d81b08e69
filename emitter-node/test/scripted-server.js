import { createServer } from 'node:http';

export const ID = '01990a5c-7f3e-7c1a-9d5e-2f1b7a3c4d5e';

/**
 * An HTTP server that gives the answers of a script, one after the other, and else accepts. Status 0 ends the connection.
 * @param {{ status: number, headers?: Record<string, string>, body?: string }[]} script
 */
export async function scriptedServer(script = []) {
  /** @type {{ call: string, key?: string, token?: string, body: string }[]} */
  const requests = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    const { 'idempotency-key': key, authorization: token } = request.headers;
    requests.push({ call: `${request.method} ${request.url}`, key: /** @type {string} */ (key), token, body });
    const mentions = Math.max(1, body.split('"actor"').length - 1);
    const answer = script.shift() ?? { status: 202, body: JSON.stringify({ ids: Array(mentions).fill(ID) }) };
    if (answer.status === 0) request.socket.destroy();
    else response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', () => listening(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const close = () => {
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  };
  return { url: `http://127.0.0.1:${port}`, requests, script, close };
}
