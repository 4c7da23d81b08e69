/**
 * The URL if a browser may be sent there; a `javascript:` or relative one is not followed.
 *
 * @param {string | null | undefined} url
 * @returns {string | null}
 */
export function webUrl(url) {
  try {
    const parsed = new URL(String(url));
    return parsed.protocol === 'https:' || parsed.protocol === 'http:' ? parsed.href : null;
  } catch {
    return null;
  }
}
