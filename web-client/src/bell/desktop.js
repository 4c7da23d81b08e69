/** @import { Notification as Item } from '../protocol.js' */
/** @import { Strings } from './strings.js' */
import { balanced, sentence } from './bidi.js';
import { look } from './kind.js';

/** More at a time are one notification of the system, that says how many. */
const MOST_AT_ONCE = 3;

/** Whether the browser would ask the user, which is only done after a click on the bell's own button. */
export function canAskForDesktop() {
  return 'Notification' in globalThis && Notification.permission === 'default';
}

/**
 * Shows arrivals as notifications of the system while the user looks at something else. Several tabs show each once, by its tag.
 *
 * @param {readonly Item[]} items
 * @param {Strings} strings
 * @param {(item: Item | null) => void} onClick `null`: several
 */
export function showOnDesktop(items, strings, onClick) {
  if (!('Notification' in globalThis) || Notification.permission !== 'granted' || document.hasFocus() || items.length === 0) {
    return;
  }
  if (items.length > MOST_AT_ONCE) {
    show(strings.arrived(items.length), { tag: 'beckon' }, () => onClick(null));
    return;
  }
  for (const item of items) {
    show(sentence(strings[look(item.kind).sentence], { actor: item.actor.name, title: item.source.title }),
      { body: balanced(item.excerpt), tag: `beckon-${item.id}`, dir: 'auto' }, () => onClick(item));
  }
}

/** @param {string} title @param {NotificationOptions} options @param {() => void} onClick */
function show(title, options, onClick) {
  try {
    const shown = new Notification(title, options);
    shown.onclick = () => {
      globalThis.focus();
      shown.close();
      onClick();
    };
  } catch {
    // Android has them only in service workers; the badge shows the arrival anyway
  }
}
