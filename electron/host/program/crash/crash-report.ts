/** Longest report: the error first, then the end of the log. */
const MOST_CHARACTERS = 64 * 1024;
const HIDDEN = '[removed]';

/** Environment variables whose values are secrets, by their names. */
const SECRET_NAME = /KEY|SECRET|TOKEN|PASSWORD|CREDENTIAL/i;
/** A shorter value would match all over a text by chance. */
const SHORTEST_SECRET = 6;

/** `key=…`, `"secret": "…"`, `Authorization: Bearer …`, and a user's name or password in an address. */
const SECRET_TEXT: readonly (readonly [RegExp, string])[] = [
  [
    /((?:api[-_]?)?key(?:[-_]?id)?|secret|token|password|authorization|signature)(["']?\s*[=:]\s*["']?)(?:Bearer\s+)?[^\s"'&,}]+/gi,
    `$1$2${HIDDEN}`,
  ],
  [/\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^/\s"'@]{1,256}@/gi, `$1${HIDDEN}@`],
];

export interface Crash {
  /** The part of the program that ended. */
  readonly part: 'main' | 'page' | 'engine';
  /** In words, with a stack where there is one. */
  readonly reason: string;
  /** Wall time, ISO 8601. */
  readonly at: string;
  /** Versions and system: `{ version: '1.2.3', platform: 'linux x64' }`. */
  readonly about: Readonly<Record<string, string>>;
  /** The end of the log. */
  readonly log: string;
}

export interface Removal {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's home folder, whose path contains a name. */
  readonly home: string;
}

/**
 * The text of a report: plain, limited in length, and without private data (keys, tokens, passwords, the home folder).
 */
export function crashReport({ part, reason, at, about, log }: Crash, removal: Removal): string {
  const facts = Object.entries({ part, at, ...about }).map(([name, value]) => `${name}: ${value}`);
  // Cut before and after: a secret that the first cut splits lies outside of the second.
  const words = `${facts.join('\n')}\n\n${reason}\n`.slice(0, 2 * MOST_CHARACTERS);
  const head = withoutSecrets(words, removal).slice(0, MOST_CHARACTERS / 2);
  const rest = withoutSecrets(log.slice(-2 * MOST_CHARACTERS), removal);
  return `${head}\nlog:\n${rest.slice(-(MOST_CHARACTERS - head.length - 8))}`;
}

function withoutSecrets(text: string, { env, home }: Removal): string {
  const values = Object.entries(env)
    .filter(([name, value]) => SECRET_NAME.test(name) && (value?.length ?? 0) >= SHORTEST_SECRET)
    .map(([, value]) => value ?? '');
  const known = values.reduce((left, value) => left.replaceAll(value, HIDDEN), text);
  const matched = SECRET_TEXT.reduce((left, [pattern, put]) => left.replaceAll(pattern, put), known);
  return home.length > 1 ? matched.replaceAll(home, '~') : matched;
}
