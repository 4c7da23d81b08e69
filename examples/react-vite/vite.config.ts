import { execFile } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** In place of your backend: gives the page a token of the stack that `./beckon up` started. */
function token(_request: IncomingMessage, response: ServerResponse) {
  execFile(process.env['BECKON'] ?? '../../beckon', ['token', 'bob'], (error, stdout) => {
    response.writeHead(error ? 503 : 200, { 'content-type': 'text/plain' }).end(error ? 'no token; start ./beckon up\n' : stdout.trim());
  });
}

export default defineConfig({
  plugins: [react(), {
    name: 'token',
    configureServer: (server) => void server.middlewares.use('/token', token),
    configurePreviewServer: (server) => void server.middlewares.use('/token', token),
  }],
});
