/** @import { InboxStore } from 'beckon-web-client' */
/** @import { Inbox, InboxActions, ListName } from '../types/index.js' */
import { InboxError } from 'beckon-web-client';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { InboxSource, NO_SNAPSHOT } from './inbox-source.js';
import { useLatest } from './latest.js';

const onServer = () => NO_SNAPSHOT;

/** @type {typeof import('../types/index.js').useInbox} */
export function useInbox(options) {
  const { store: given, socket, socketUrl, userId, max, pageSize, group } = options ?? {};
  const tokenProvider = useLatest(options?.tokenProvider);
  const isThere = options !== null;
  const source = useMemo(() => new InboxSource(isThere ? /** @type {import('../types/index.js').InboxOptions} */ (
    { store: given, socket, socketUrl, userId, max, pageSize, group, tokenProvider: () => tokenOf(tokenProvider.current) }) : null),
  [isThere, given, socket, socketUrl, userId, max, pageSize, group, tokenProvider]);
  const { store, view } = useSyncExternalStore(source.subscribe, source.snapshot, onServer);
  const [list, filter] = useState(/** @type {ListName} */ ('all'));
  const { notifications, hasMore } = view.lists[list];

  const isToLoad = list !== 'all' && view.status === 'live' && notifications.length === 0 && hasMore;
  useEffect(() => {
    if (isToLoad) {
      store?.loadMore(list).catch(() => {}); // `loadMore` of the page tries again
    }
  }, [isToLoad, store, list]);

  const actions = useMemo(() => actionsOn(source, list), [source, list]);
  return useMemo(() => ({ ...view, ...actions, store, list, filter, notifications, hasMore }), [view, actions, store, list, notifications, hasMore]);
}

/** @param {(() => string | Promise<string>) | undefined} provider */
function tokenOf(provider) {
  if (!provider) {
    throw new TypeError('useInbox with socketUrl needs a tokenProvider');
  }
  return provider();
}

/** @param {InboxSource} source @param {ListName} list @returns {InboxActions} */
function actionsOn(source, list) {
  /** @template T @param {string} command @param {(store: InboxStore) => Promise<T>} act @returns {Promise<T>} */
  const on = (command, act) => {
    const { store } = source.snapshot();
    return store ? act(store) : Promise.reject(new InboxError(command, 'closed'));
  };
  return {
    markSeen: () => on('mark_seen', (store) => store.markSeen()),
    markRead: (what) => on('mark_read', (store) => store.markRead(what)),
    markUnread: (what) => on('mark_unread', (store) => store.markUnread(what)),
    markAllRead: (upTo) => on('mark_all_read', (store) => store.markAllRead(upTo)),
    archive: (what) => on('archive', (store) => store.archive(what)),
    unarchive: (ids) => on('unarchive', (store) => store.unarchive(ids)),
    loadMore: () => on('list', (store) => store.loadMore(list)),
  };
}
