/** The renderer's own scheme: a standard, secure origin without a server and without the rights of `file:`. */
export const APP_SCHEME = 'app';
const APP_HOST = 'workstation';

/** The address of the one page there is. */
export const APP_URL = `${APP_SCHEME}://${APP_HOST}/`;

/** True for the one page that ours may open in a window of its own: as it stands, with nothing behind it. */
export const isChartsUrl = (text: string): boolean =>
  isTrustedUrl(text) && parse(text)?.href === `${APP_URL}charts.html`;

/** True for pages of ours, and for nothing else: neither another host of our scheme nor an address with a user name. */
export function isTrustedUrl(text: string): boolean {
  const url = parse(text);
  if (url === null) return false;
  return (
    url.protocol === `${APP_SCHEME}:` && url.host === APP_HOST && url.username === '' && url.password === ''
  );
}

/** The path of an address of ours as `resolveAsset` takes it; null for any other address. */
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
