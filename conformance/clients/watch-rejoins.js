/**
 * Stays in TOPIC at LAB_URL with the phoenix.js that PHOENIX names, over TRANSPORT, and prints a line of JSON for each join that
 * is answered, {"joined": n}, and for each piece of news, {"heard": n}. It ends with its input.
 */
import { minor, Socket, Transport } from './support/phoenix.js';
import { token } from './support/tokens.js';

const { LAB_URL, PHOENIX, TOPIC } = /** @type {Record<string, string>} */ (process.env);
const params = () => ({ token: token(PHOENIX) });
const socket = new Socket(`${LAB_URL.replace('http', 'ws')}/socket`, { transport: Transport, params: minor < 4 ? params() : params });
const channel = socket.channel(TOPIC, {});
let joins = 0;
channel.on('news', ({ n }) => console.log(JSON.stringify({ heard: n })));
socket.connect();
channel.join().receive('ok', () => console.log(JSON.stringify({ joined: ++joins })));
process.stdin.resume().on('end', () => process.exit(0));
