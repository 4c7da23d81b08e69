/** The one file for pages without a bundler: the bell, the store and phoenix.js's `Socket`. */
export * from '../dist/types/standalone.js';
export type { BeckonBellEventMap, BeckonBellProps } from './bell.js';
