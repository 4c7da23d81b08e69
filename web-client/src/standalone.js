/** Everything in one file, phoenix.js included, for a page without a bundler. */
export { Socket } from 'phoenix';
export * from './index.js';
export { BeckonBell } from './bell/define.js';
