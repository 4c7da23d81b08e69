import type { InboxStore } from 'beckon-web-client';
import type { BeckonBell, BeckonBellEventMap, Notification } from 'beckon-web-client/bell';
import type { ForwardRefExoticComponent, HTMLAttributes, ReactNode, RefAttributes } from 'react';

export type { BeckonBell, Notification };

type State = Readonly<InboxStore['state']>;
type StoreOptions = ConstructorParameters<typeof InboxStore>[0];

/** The list that `notifications`, `hasMore` and `loadMore` are about. */
export type ListName = keyof State['lists'];

type Settings = Omit<StoreOptions, 'socket'>;
type None<T> = { [K in keyof T]?: undefined };
type TokenProvider = () => string | Promise<string>;

/** A store, which stays its owner's; or a socket, which its owner connects; or an address, to which the hook makes a connection of its own. */
export type InboxOptions =
  | ({ store: InboxStore; socket?: undefined; socketUrl?: undefined; tokenProvider?: undefined } & None<Settings>)
  | ({ socket: StoreOptions['socket']; store?: undefined; socketUrl?: undefined; tokenProvider?: undefined } & Settings)
  | ({ socketUrl: string; tokenProvider: TokenProvider; store?: undefined; socket?: undefined } & Settings);

/** Commands as `InboxStore` has them; they reject with an `InboxError`, whose `reason` is `closed` where there is no store yet. */
export type InboxActions = Pick<InboxStore, 'markSeen' | 'markRead' | 'markUnread' | 'markAllRead' | 'archive' | 'unarchive'> & {
  /** Appends older ones to the list that is shown. */
  loadMore(): Promise<void>;
};

export interface Inbox extends State, InboxActions {
  /** For `<Bell store={…}>` and all that is not here; `null` on the server and until the page is mounted. */
  readonly store: InboxStore | null;
  readonly list: ListName;
  /** Shows another list in `notifications`, and loads it. */
  filter(list: ListName): void;
}

/**
 * One user's inbox, from mounting to unmounting. `null`: no user yet.
 *
 * `tokenProvider` may be another function at every render; other options that change make a new connection.
 */
export function useInbox(options: InboxOptions | null): Inbox;

type ElementProps = Omit<HTMLAttributes<BeckonBell>, 'onOpen' | 'hidden'>;

/** Attributes, properties and events of `<beckon-bell>`; functions and objects may be others at every render. */
export interface BellProps extends ElementProps {
  socketUrl?: string | undefined;
  userId?: string | undefined;
  tokenProvider?: TokenProvider | undefined;
  /** A token that never changes. */
  token?: string | undefined;
  /** In place of the four above, such as `useInbox(…).store`. */
  store?: InboxStore | null | undefined;
  theme?: 'light' | 'dark' | undefined;
  group?: 'thread' | undefined;
  titleBadge?: boolean | undefined;
  faviconBadge?: boolean | undefined;
  appBadge?: boolean | undefined;
  desktop?: boolean | undefined;
  /** Address of an audio file; `''`: two short tones. */
  sound?: string | undefined;
  /** What the page shows, such as `comment/4711`. */
  viewing?: string | BeckonBell['viewing'] | undefined;
  strings?: Partial<BeckonBell['strings']> | undefined;
  /** What a row shows, without links and buttons; `null`: the bell's own row. It is decided anew when a notification changes. */
  renderRow?: ((notification: Notification) => ReactNode) | undefined;
  hidden?: boolean | undefined;
  onArrived?: ((event: BeckonBellEventMap['arrived']) => void) | undefined;
  /** `event.preventDefault()` leaves navigating to the page. */
  onOpen?: ((event: BeckonBellEventMap['open']) => void) | undefined;
  onCount?: ((event: BeckonBellEventMap['count']) => void) | undefined;
  onStatus?: ((event: BeckonBellEventMap['status']) => void) | undefined;
}

/** `<beckon-bell>`; the `ref` is the element, children with `slot="footer"` stand below the list. */
export declare const Bell: ForwardRefExoticComponent<BellProps & RefAttributes<BeckonBell>>;
