/**
 * What a gateway of `./beckon up` runs beside.
 *
 * @typedef {{id: string, name: string}} User
 * @typedef {{name: string, url: string, management: string}} Service
 * @typedef {{name: string, address: string}} Server
 * @typedef {{users: User[], services: Service[], servers: Server[]}} Local
 */
import { refuse } from './page.js';

/** @returns {Promise<Local | null>} `null`: the gateway does not say, and the page shows why */
export async function localStack() {
  const local = await fetch('services.json').then((response) => (response.ok ? response.json() : null)).catch(() => null);
  if (!local) {
    refuse('This gateway does not know its stack', 'Open it by an address of this machine, such as http://127.0.0.1:8080, without a proxy.');
  }
  return local;
}
