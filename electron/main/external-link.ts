/** Sites that the workstation links to; the system's browser gets no other address. */
const ALLOWED_HOSTS: ReadonlySet<string> = new Set(['www.tradingview.com']);

/** The address to open in the system's browser, as parsed; null for anything but https to a site that we link to. */
export function externalLink(text: string): string | null {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return null;
  }
  const isPlain = url.protocol === 'https:' && url.port === '' && url.username === '' && url.password === '';
  return isPlain && ALLOWED_HOSTS.has(url.hostname) ? url.href : null;
}
