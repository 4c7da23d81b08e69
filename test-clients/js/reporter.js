/** Reporter for node:test: one line of JSON for each test, for the Java side to show as its own. */
import { inspect } from 'node:util';

/** @param {AsyncIterable<{type: string, data: any}>} events */
export default async function* reporter(events) {
  for await (const { type, data } of events) {
    if ((type === 'test:pass' || type === 'test:fail') && data.details?.type !== 'suite') {
      const error = data.details?.error;
      yield `${JSON.stringify({ name: data.name, passed: type === 'test:pass', error: error ? inspect(error.cause ?? error) : '' })}\n`;
    }
  }
}
