/** @import { Notification, SourceKey } from '../protocol.js' */
/** @import { InboxStore } from '../inbox-store.js' */
/** @import { Strings } from './strings.js' */
/** @import { RenderRow } from './custom-rows.js' */
import { SharedInbox } from '../shared-inbox.js';
import { Announcer } from './announcer.js';
import { BellButton } from './bell-button.js';
import { BellEvents } from './bell-events.js';
import { CustomRows } from './custom-rows.js';
import { canAskForDesktop } from './desktop.js';
import { closeOnLeave } from './dismissal.js';
import { takeEarlyProperties } from './early-properties.js';
import { NOTHING_YET } from './nothing-yet.js';
import { Panel } from './panel.js';
import { place } from './place.js';
import { SIGNALS, Signals } from './signals.js';
import { styleSheet } from './styles.js';
import { userActions } from './user-actions.js';
import { ViewedSource, sourceOf } from './viewed-source.js';
import { Wording } from './wording.js';

const PAGE_SIZE = 50;

// Node renders pages that import this file and has no elements; it may load the class, but never makes one.
const Base = globalThis.HTMLElement ?? /** @type {typeof HTMLElement} */ (/** @type {unknown} */ (class {}));

const PROPERTIES = ['store', 'token', 'tokenProvider', 'strings', 'renderRow', 'viewing'];

/**
 * `<beckon-bell>`: a bell with the number of unseen notifications, and the inbox behind it. Given either a `store`, which stays
 * its owner's, or `socket-url`, `user-id` and a token, from which it makes a connection that lives while it is in the page.
 */
export class BeckonBell extends Base {
  static observedAttributes = ['socket-url', 'user-id', 'group', 'shared', 'lang', 'viewing', ...SIGNALS];

  /** @type {InboxStore | SharedInbox | null} */
  #store = null;
  /** @type {InboxStore | SharedInbox | null} */
  #given = null;
  /** @type {SharedInbox | null} made by this element */
  #own = null;
  /** @type {(() => string | Promise<string>) | null} */
  #tokenProvider = null;
  #wording = new Wording(this, () => this.#replacePanel());
  #root = this.attachShadow({ mode: 'open' });
  #announcer = new Announcer();
  #button = new BellButton(() => (this.#open ? this.close() : this.open()));
  #viewed = new ViewedSource();
  #signals = new Signals(this);
  #customRows = new CustomRows(this);
  #events = new BellEvents(this, NOTHING_YET);
  /** @type {Panel} */
  #panel = this.#newPanel();
  #open = false;
  #seeing = false;
  #wiring = false;
  /** @type {AbortController | null} */
  #listening = null;

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [styleSheet()];
    this.#root.append(this.#button.element, this.#panel.element, this.#announcer.region);
    closeOnLeave(this, this.#root, { isOpen: () => this.#open, leave: () => this.close(), escape: () => {
      this.close();
      this.#button.element.focus();
    } });
    this.#render();
  }

  /** @returns {InboxStore | SharedInbox | null} the one in use */
  get store() {
    return this.#store;
  }

  set store(store) {
    this.#given = store;
    this.#rewire();
  }

  /** Asked at every connect and reconnect for the token as it is then. @returns {(() => string | Promise<string>) | null} */
  get tokenProvider() {
    return this.#tokenProvider;
  }

  set tokenProvider(provider) {
    this.#tokenProvider = provider;
    this.#rewire();
  }

  /** A token that never changes; with tokens that expire, set `tokenProvider`. @param {string} token */
  set token(token) {
    this.tokenProvider = () => token;
  }

  /** @returns {Strings} */
  get strings() {
    return this.#wording.strings;
  }

  /** @param {Partial<Strings>} strings what is left out stays as the language has it */
  set strings(strings) {
    this.#wording.replace(strings);
  }

  /** @returns {SourceKey | null} the source that the page shows: what arrives from it is read, and does not ring here */
  get viewing() {
    return this.#viewed.source;
  }

  /** @param {SourceKey | string | null} source a text is as the attribute has it */
  set viewing(source) {
    this.#viewed.source = typeof source === 'string' ? sourceOf(source) : source;
  }

  /** @returns {RenderRow | null} */
  get renderRow() {
    return this.#customRows.render;
  }

  /** What rows show instead of the bell's own text: a node without links and buttons, or `null` for the bell's own row. */
  set renderRow(render) {
    this.#customRows.render = render;
    this.#replacePanel();
  }

  connectedCallback() {
    takeEarlyProperties(this, PROPERTIES);
    this.#wording.watch();
    this.#rewire();
  }

  disconnectedCallback() {
    this.close();
    this.#wording.unwatch();
    this.#rewire();
  }

  /** @param {string} name */
  attributeChangedCallback(name) {
    if (name === 'lang') {
      this.#wording.follow();
    } else if (SIGNALS.includes(name)) {
      this.#render();
    } else if (name === 'viewing') {
      this.viewing = this.getAttribute('viewing');
    } else {
      this.#rewire();
    }
  }

  /** Opens the panel and marks what is there as seen. */
  open() {
    if (this.#open || !this.isConnected) {
      return;
    }
    this.#wording.follow();
    this.#open = true;
    this.#button.expanded = true;
    this.#render();
    this.#panel.open();
    this.#listenOutside();
    place(this.#panel.element, this.#button.element);
    this.#panel.focus();
    this.#seeIfOpen();
  }

  /** Closes the panel; the focus, if it was inside, goes back to the bell. */
  close() {
    if (!this.#open) {
      return;
    }
    const focused = this.#panel.element.contains(this.#root.activeElement) || this.querySelector(':focus') !== null;
    this.#open = false;
    this.#listening?.abort();
    this.#button.expanded = false;
    this.#panel.close();
    if (focused) {
      this.#button.element.focus();
    }
    if (this.#own) {
      this.#store?.trim(); // a given store's list may be shown elsewhere, too
    }
  }

  /** Once per turn, however many attributes and properties are set in it. */
  #rewire() {
    if (!this.#wiring) {
      this.#wiring = true;
      queueMicrotask(() => {
        this.#wiring = false;
        this.#unwire();
        if (this.isConnected) {
          this.#wire();
        }
        this.#render();
        this.#events.changed(this.#state);
      });
    }
  }

  #wire() {
    const url = this.getAttribute('socket-url');
    const userId = this.getAttribute('user-id');
    if (this.#given) {
      this.#store = this.#given;
    } else if (url && userId && this.#tokenProvider) {
      this.#store = this.#own = new SharedInbox({ url, tokenProvider: this.#tokenProvider, userId, pageSize: PAGE_SIZE,
        ...(this.getAttribute('group') === 'thread' && { group: 'thread' }), shared: this.getAttribute('shared') !== 'false' });
    }
    this.#store?.addEventListener('change', this.#changed);
    this.#viewed.follow(this.#store);
  }

  #unwire() {
    this.#viewed.follow(null);
    this.#store?.removeEventListener('change', this.#changed);
    this.#own?.close();
    this.#own = null;
    this.#announcer.stop();
    this.#store = null;
  }

  #changed = (/** @type {Event} */ event) => {
    const { added } = /** @type {CustomEvent<{added: Notification[]}>} */ (event).detail;
    const arrived = added.filter((notification) => !notification.read);
    this.#announcer.keepOnly((id) => this.#store?.has(id) ?? false);
    this.#announcer.announce(arrived, this.strings);
    this.#render();
    this.#seeIfOpen();
    this.#signals.arrived(arrived, this.strings, (item) => (item ? this.#events.openByItself(item, this.#store) : this.open()));
    this.#events.changed(this.#state, arrived);
  };

  get #state() {
    return this.#store?.state ?? NOTHING_YET;
  }

  #render() {
    const state = this.#state;
    this.#button.render(state, this.strings);
    this.#signals.show(state, this.#button.count);
    if (this.#open) {
      const focused = this.#root.activeElement; // before a button is hidden, which takes the focus from it
      this.#panel.offersDesktop = this.hasAttribute('desktop') && canAskForDesktop();
      this.#panel.render(state, focused);
    }
  }

  /** Marks arrivals as seen at once while the panel is open in a visible page. */
  #seeIfOpen() {
    const { status, unseen } = this.#state;
    if (this.#open && !this.#seeing && status === 'live' && unseen > 0 && document.visibilityState === 'visible') {
      this.#seeing = true;
      this.#store?.markSeen().catch(() => {}).finally(() => (this.#seeing = false)); // opening again tries again
    }
  }

  #replacePanel() {
    this.close();
    const old = this.#panel.element;
    this.#panel = this.#newPanel();
    old.replaceWith(this.#panel.element);
    this.#render();
  }

  /** @returns {Panel} */
  #newPanel() {
    const panel = new Panel(this.strings, this.#wording.locale, userActions({
      store: () => this.#store,
      panel: () => this.#panel,
      opening: (item, click) => this.#events.clicked(item, click) || this.close(),
      say: (words) => this.#announcer.say(words),
      isOpen: () => this.#open,
      render: () => this.#render(),
    }), this.#customRows);
    this.#wording.mark(panel.element);
    return panel;
  }

  #listenOutside() {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    const replace = () => place(this.#panel.element, this.#button.element);
    document.addEventListener('pointerdown', (event) => event.composedPath().includes(this) || this.close(), { signal });
    document.addEventListener('visibilitychange', () => this.#seeIfOpen(), { signal });
    window.addEventListener('resize', replace, { signal });
    window.addEventListener('scroll', replace, { signal, passive: true });
  }
}
