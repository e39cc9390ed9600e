import path from 'node:path';

/** The program's own link scheme, and the file extension of session configs that open with it. */
export const LINK_SCHEME = 'tapedeck';
export const CONFIG_ENDING = '.tapedeck';

/**
 * A request from a link or the system to open something. A link names a session or run that exists here; a path comes
 * from the user.
 */
export type Asked =
  | { readonly kind: 'session'; readonly config_id: string }
  | { readonly kind: 'run'; readonly run_id: string }
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** Names of configs and run folders; no leading dot, no separator: nothing that leads out of a folder. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/;
const KINDS = { session: 'config_id', run: 'run_id' } as const;

/**
 * The requests in the words of a command line (without the program's own name); undefined for none. Switches are
 * skipped, and so are words that are neither one of our links nor the path of a session config or a folder.
 */
export function askedToOpen(
  words: readonly string[],
  cwd: string,
  isFolder: (place: string) => boolean,
): Asked | undefined {
  for (const [index, word] of words.entries()) {
    if (word.startsWith('-') || words[index - 1] === '--data') continue;
    if (/^[a-z][a-z0-9+.-]+:\/\//i.test(word)) return askedByLink(word);
    const place = path.resolve(cwd, word);
    if (place.endsWith(CONFIG_ENDING) || isFolder(place)) return { kind: 'path', path: place };
  }
  return undefined;
}

/** `tapedeck://session/sample-week`, `tapedeck://run/20251124-…`: other links are refused. */
export function askedByLink(link: string): Asked {
  const refused = { kind: 'refused', reason: `Unknown link: ${shown(link)}` } as const;
  const [, scheme, kind = '', name = '', rest] =
    /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)\/([^/?#]*)(.*)$/i.exec(link) ?? [];
  if (scheme?.toLowerCase() !== LINK_SCHEME || (rest !== '' && rest !== '/') || !NAME.test(name))
    return refused;
  if (kind === 'session') return { kind, [KINDS.session]: name };
  if (kind === 'run') return { kind, [KINDS.run]: name };
  return refused;
}

/** A link may come from any source: it is cut to one line, and control characters are removed. */
const shown = (link: string): string => link.replaceAll(/[^\u0021-\u007E]/g, '?').slice(0, 80);
