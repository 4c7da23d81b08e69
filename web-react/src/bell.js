/** @import { BeckonBell } from 'beckon-web-client/bell' */
/** @import { BellProps } from '../types/index.js' */
import 'beckon-web-client/bell';
import { createElement, forwardRef, useEffect, useImperativeHandle, useMemo, useReducer, useRef } from 'react';
import { useLatest } from './latest.js';
import { Rows } from './rows.js';

const EVENTS = /** @type {const} */ ({ arrived: 'onArrived', open: 'onOpen', count: 'onCount', status: 'onStatus' });

/** @type {typeof import('../types/index.js').Bell} */
export const Bell = forwardRef(/** @param {BellProps} props @param {import('react').ForwardedRef<BeckonBell>} ref */ function Bell(props, ref) {
  const { socketUrl, userId, theme, group, titleBadge, faviconBadge, appBadge, desktop, sound, className, hidden, // attributes
    viewing, token, tokenProvider, store, strings, renderRow, // properties
    onArrived, onOpen, onCount, onStatus, children, ...others } = props;
  const bell = useRef(/** @type {BeckonBell | null} */ (null));
  const rows = useRef(/** @type {Rows | null} */ (null));
  const latest = useLatest(props);
  const [, renderAgain] = useReducer((/** @type {number} */ count) => count + 1, 0);
  useImperativeHandle(ref, () => /** @type {BeckonBell} */ (bell.current), []);

  useEffect(() => {
    const listening = new AbortController();
    for (const [event, prop] of Object.entries(EVENTS)) {
      bell.current?.addEventListener(event, (each) => latest.current[prop]?.(/** @type {any} */ (each)), { signal: listening.signal });
    }
    return () => listening.abort();
  }, [latest]);

  // The element connects anew for another provider, and closes for other strings or another renderRow: these stay the same object.
  const isToAsk = tokenProvider !== undefined || token !== undefined;
  const ask = useMemo(() => (isToAsk ? () => latest.current.tokenProvider?.() ?? latest.current.token ?? '' : undefined), [isToAsk, latest]);
  useProperty(bell, 'tokenProvider', ask, null);
  useProperty(bell, 'store', store ?? undefined, null);
  useProperty(bell, 'strings', useSame(strings), {});
  useProperty(bell, 'viewing', useSame(typeof viewing === 'string' ? sourceOf(viewing) : viewing ?? undefined), null);
  const rendersRows = renderRow !== undefined;
  useEffect(() => {
    if (!bell.current || !rendersRows) {
      return;
    }
    const made = new Rows(bell.current, renderAgain);
    rows.current = made;
    const element = bell.current;
    element.renderRow = (notification) => made.make(latest.current.renderRow ?? (() => null), notification);
    return () => {
      element.renderRow = null;
      made.stop();
    };
  }, [rendersRows, latest]);

  return createElement('beckon-bell', { ...others, ref: bell, class: className, hidden: hidden || undefined,
    'socket-url': socketUrl, 'user-id': userId, theme, group, sound,
    'title-badge': flag(titleBadge), 'favicon-badge': flag(faviconBadge), 'app-badge': flag(appBadge), desktop: flag(desktop) },
  children, renderRow && rows.current?.portals(renderRow));
});

/** As HTML has it; React 18 would write `false` into the attribute. @param {boolean | undefined} value */
function flag(value) {
  return value ? '' : undefined;
}

/**
 * @template {'tokenProvider' | 'store' | 'strings' | 'viewing'} K
 * @param {{current: BeckonBell | null}} bell @param {K} name @param {Partial<BeckonBell[K]> | undefined} value
 * @param {Partial<BeckonBell[K]>} none what it is without a value; one that never had a value is left alone
 */
function useProperty(bell, name, value, none) {
  const isSet = useRef(false);
  useEffect(() => {
    if (bell.current && (value !== undefined || isSet.current)) {
      isSet.current = value !== undefined;
      bell.current[name] = /** @type {BeckonBell[K]} */ (value ?? none);
    }
  }, [bell, name, value]); // `none` is a constant
}

/** @param {string} text such as `comment/4711` @returns {{type: string, id: string} | undefined} */
function sourceOf(text) {
  const at = text.indexOf('/');
  return at > 0 && at < text.length - 1 ? { type: text.slice(0, at), id: text.slice(at + 1) } : undefined;
}

/** The object of before, as long as every key has the same value. @template {object | undefined} T @param {T} value */
function useSame(value) {
  const kept = useRef(value);
  const entries = Object.entries(value ?? {});
  const isSame = kept.current && value && Object.keys(kept.current).length === entries.length
    && entries.every(([key, each]) => Object.is(each, /** @type {any} */ (kept.current)[key]));
  const same = isSame ? kept.current : value;
  useEffect(() => {
    kept.current = same;
  });
  return same;
}
