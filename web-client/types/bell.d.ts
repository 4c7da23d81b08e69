/** What `beckon-web-client/bell` gives to TypeScript: the class, the tag's name in the DOM, and the tag in React's JSX. */
import type { BeckonBell } from '../dist/types/bell/define.js';

export { BeckonBell };

/** What JSX may say of `<beckon-bell>`: attributes as HTML has them, properties as React 19 sets them. */
export interface BeckonBellProps {
  'socket-url'?: string;
  'user-id'?: string;
  theme?: 'light' | 'dark';
  group?: 'thread';
  token?: string;
  tokenProvider?: BeckonBell['tokenProvider'];
  store?: BeckonBell['store'];
  strings?: Partial<BeckonBell['strings']>;
}

declare global {
  interface HTMLElementTagNameMap {
    'beckon-bell': BeckonBell;
  }
}

// @ts-ignore: a page without React has no such module, and needs none
declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      // @ts-ignore: as above
      'beckon-bell': DetailedHTMLProps<HTMLAttributes<BeckonBell>, BeckonBell> & BeckonBellProps;
    }
  }
}
