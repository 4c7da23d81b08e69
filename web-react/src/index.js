'use client';

/** What `beckon-react` gives to a page; its types are in `types/index.d.ts`. */
export { Bell } from './bell.js';
export { useInbox } from './use-inbox.js';
