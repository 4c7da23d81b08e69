/**
 * Watches who is in TOPIC at LAB_URL, with the Presence of the phoenix.js that PHOENIX names, and prints its list as a line of
 * JSON whenever it changes: {user: [metas]}. It ends with its input.
 */
import { Presence, Socket, WebSocket } from './support/phoenix.js';
import { token } from './support/tokens.js';

const { LAB_URL, TOPIC } = /** @type {Record<string, string>} */ (process.env);
const socket = new Socket(`${LAB_URL.replace('http', 'ws')}/socket`, { transport: WebSocket, params: { token: token('watcher') } });
const channel = socket.channel(TOPIC, {});
const presence = new Presence(channel);
presence.onSync(() => console.log(JSON.stringify(
  Object.fromEntries(presence.list((user = '', { metas }) => [user, metas])))));
socket.connect();
channel.join();
process.stdin.resume().on('end', () => process.exit(0));
