/** The renderer's own scheme: a standard, secure origin without a server and without the rights of `file:`. */
export const APP_SCHEME = 'app';
const APP_HOST = 'workstation';

/** The address of the only page. */
export const APP_URL = `${APP_SCHEME}://${APP_HOST}/`;

/**
 * True for the one page that our page may open in a window of its own: exactly this address, without query or fragment.
 */
export const isChartsUrl = (text: string): boolean =>
  isTrustedUrl(text) && parse(text)?.href === `${APP_URL}charts.html`;

/** True for our own pages only: not for another host of our scheme, and not for an address with a user name. */
export function isTrustedUrl(text: string): boolean {
  const url = parse(text);
  if (url === null) return false;
  return (
    url.protocol === `${APP_SCHEME}:` && url.host === APP_HOST && url.username === '' && url.password === ''
  );
}

/** The path of one of our addresses as `resolveAsset` takes it; null for any other address. */
export function pathOfTrustedUrl(text: string): string | null {
  return isTrustedUrl(text) ? (parse(text)?.pathname ?? null) : null;
}

function parse(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
