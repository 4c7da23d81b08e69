import { useEffect, useRef } from 'react';

/** A ref that has what the newest committed render was given, so that a function in a prop need not keep its identity. @template T @param {T} value */
export function useLatest(value) {
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  return latest;
}
