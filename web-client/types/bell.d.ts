/**
 * What `beckon-web-client/bell` gives to TypeScript: the class, its events, the tag's name in the DOM, and the tag in React's JSX.
 */
import type { BeckonBell } from '../dist/types/bell/define.js';
import type { InboxView } from '../dist/types/inbox-store.js';
import type { Notification } from '../dist/types/protocol.js';

export { BeckonBell };
export type { Notification };

/** The events of `<beckon-bell>` by name; they do not bubble. */
export interface BeckonBellEventMap extends HTMLElementEventMap {
  /** A notification is new and unread. */
  arrived: CustomEvent<Notification>;
  /** The user opens a notification; `preventDefault()` keeps the bell from navigating, and closes it. */
  open: CustomEvent<Notification>;
  count: CustomEvent<Pick<InboxView, 'unread' | 'unseen'>>;
  status: CustomEvent<Pick<InboxView, 'status' | 'reason'>>;
}

declare module '../dist/types/bell/beckon-bell.js' {
  interface BeckonBell {
    addEventListener<K extends keyof BeckonBellEventMap>(type: K, listener: (this: BeckonBell, event: BeckonBellEventMap[K]) => unknown,
      options?: boolean | AddEventListenerOptions): void;
    addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
    removeEventListener<K extends keyof BeckonBellEventMap>(type: K, listener: (this: BeckonBell, event: BeckonBellEventMap[K]) => unknown,
      options?: boolean | EventListenerOptions): void;
    removeEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | EventListenerOptions): void;
  }
}

/** What JSX may say of `<beckon-bell>`: attributes as HTML has them; properties and `on…` as React 19 sets them (18: by `ref`). */
export interface BeckonBellProps {
  'socket-url'?: string;
  'user-id'?: string;
  theme?: 'light' | 'dark';
  group?: 'thread';
  'title-badge'?: boolean | '';
  'favicon-badge'?: boolean | '';
  'app-badge'?: boolean | '';
  desktop?: boolean | '';
  /** Address of an audio file; `''`: two short tones. */
  sound?: string;
  viewing?: string | BeckonBell['viewing'];
  shared?: 'false';
  token?: string;
  tokenProvider?: BeckonBell['tokenProvider'];
  store?: BeckonBell['store'];
  strings?: Partial<BeckonBell['strings']>;
  renderRow?: BeckonBell['renderRow'];
  onarrived?: (event: BeckonBellEventMap['arrived']) => void;
  onopen?: (event: BeckonBellEventMap['open']) => void;
  oncount?: (event: BeckonBellEventMap['count']) => void;
  onstatus?: (event: BeckonBellEventMap['status']) => void;
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
