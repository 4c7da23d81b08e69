/** @import { Notification } from '../protocol.js' */
/** @import { InboxStore, Selection } from '../inbox-store.js' */
/** @import { SharedInbox } from '../shared-inbox.js' */
/** @import { Actions, Panel } from './panel.js' */
/** @import { Undoable } from './undo-bar.js' */
import { isRead } from '../group-state.js';
import { markAllRead } from './mark-all.js';

/**
 * @typedef {object} Bell what the actions need of the bell
 * @property {() => InboxStore | SharedInbox | null} store
 * @property {() => Panel} panel
 * @property {(item: Notification, event: MouseEvent) => void} opening the user opens one, which the page may do itself
 * @property {(words: string) => void} say
 * @property {() => boolean} isOpen
 * @property {() => void} render
 */

/** What the user does in the panel, done to the store; the panel shows what fails. @param {Bell} bell @returns {Actions} */
export function userActions(bell) {
  /** @param {Promise<unknown> | undefined} work */
  const run = (work) => work?.then(() => bell.panel().succeeded(), () => bell.panel().failed());
  const end = () => {
    const [store, panel] = [bell.store(), bell.panel()];
    if (store && !panel.isLoading) {
      run(panel.loading(store.loadMore(panel.selected)));
    }
  };
  /** @param {string[]} ids @param {Undoable} what */
  const done = (ids, what) => {
    if (bell.isOpen() && ids.length > 0) {
      bell.say(bell.panel().offerUndo(ids, what));
    }
  };
  return {
    opened: (item, event) => {
      bell.opening(item, event);
      isRead(item) || run(bell.store()?.markRead(allOf(item)));
    },
    archived: (item) => run(bell.store()?.archive(allOf(item)).then(({ ids }) => done(ids, 'archivedNow'))),
    unarchived: ({ id }) => run(bell.store()?.unarchive([id])),
    unread: ({ id }) => run(bell.store()?.markUnread([id])),
    undone: (ids, what) => run(what === 'archivedNow' ? bell.store()?.unarchive(ids) : bell.store()?.markUnread(ids)),
    markAll: () => {
      const store = bell.store();
      run(store ? markAllRead(store).then((ids) => done(ids, 'markedRead')) : undefined);
    },
    archiveRead: () => run(bell.store()?.archiveRead().then(({ ids }) => done(ids, 'archivedNow'))),
    desktopWanted: () => void Notification.requestPermission().finally(() => bell.render()),
    selected: () => {
      bell.render();
      if (bell.store()?.state.lists[bell.panel().selected].notifications.length === 0) {
        end();
      }
    },
    end,
  };
}

/** All that a row stands for. @param {Notification} item @returns {Selection} */
function allOf({ id, group }) {
  return group ? { thread: group.thread } : [id];
}
