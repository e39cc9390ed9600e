import { GROUP_NAMES } from '../../core/model/exchange-groups.ts';
import { INTERVALS } from '../../core/base/interval.ts';
import type { ConfigKey } from '../../core/model/describe-session-config.ts';

/** A session config while it is edited: the draft may hold anything, and the engine alone checks it. */
export type Draft = Readonly<Record<string, unknown>>;

/** The kind of input for a key, read from the schema's description of its values. */
export type FieldKind =
  | { readonly kind: 'text' | 'day' | 'number' | 'toggle' | 'symbols' | 'rows' | 'section' | 'who' }
  | { readonly kind: 'choice' | 'several'; readonly of: readonly string[] };

export function fieldKind({ path, expects }: Pick<ConfigKey, 'path' | 'expects'>): FieldKind {
  if (expects === 'object') return { kind: 'section' };
  if (expects === 'true or false') return { kind: 'toggle' };
  if (expects.startsWith('number')) return { kind: 'number' };
  if (expects === 'an exchange group') return { kind: 'choice', of: GROUP_NAMES };
  if (expects === 'an interval') return { kind: 'choice', of: INTERVALS };
  if (expects === 'list of intervals') {
    return { kind: 'several', of: path.endsWith('streams') ? [...INTERVALS, 'quotes'] : INTERVALS };
  }
  if (expects === 'list of objects') return { kind: 'rows' };
  if (expects.startsWith('"all", or')) return { kind: 'who' };
  if (expects.startsWith('list of')) return { kind: 'symbols' };
  const words = [...expects.matchAll(/"([^"]*)"/g)].map(([, word]) => word ?? '');
  if (words.length > 0) return { kind: 'choice', of: words };
  return { kind: path.endsWith('_date') ? 'day' : 'text' };
}

/** The value at a dotted path; a number is an index of a list. */
export function valueAt(draft: unknown, path: string): unknown {
  let value = draft;
  for (const step of path.split('.')) value = (value as Record<string, unknown> | null | undefined)?.[step];
  return value;
}

/** The draft with another value at a path; undefined removes the key, so that its default applies. */
export function withValue(draft: Draft, path: string, value: unknown): Draft {
  return put(draft, path.split('.'), value) as Draft;
}

function put(node: unknown, [step, ...rest]: readonly string[], value: unknown): unknown {
  if (step === undefined) return value;
  // A list that exists only as a default: the draft gets a copy of it first, with the change.
  if (Array.isArray(node) || (node === undefined && /^\d+$/.test(step))) {
    const list = [...((node ?? []) as unknown[])];
    const at = Number(step);
    if (rest.length === 0 && value === undefined) list.splice(at, 1);
    else list[at] = put(list[at], rest, value);
    return list;
  }
  const { [step]: present, ...others } = (node ?? {}) as Record<string, unknown>;
  const next = put(present, rest, value);
  if (next === undefined) return others;
  return node !== null && typeof node === 'object' && step in node
    ? { ...node, [step]: next }
    : { ...others, [step]: next };
}

/** The session's name; empty while that is no text. */
export function nameOf(draft: Draft): string {
  const name = draft['session_name'];
  return typeof name === 'string' ? name : '';
}

/** A name for a file: `Gap & go, July` is `gap-go-july`. */
export const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60)
    .replaceAll(/-+$/g, '');

/** The bars for which a new session is written. */
export interface Subject {
  readonly name: string;
  /** The first and the last exchange day; null while no bars are known. */
  readonly days: readonly [string, string] | null;
  readonly symbols: readonly string[];
  readonly streams: readonly string[];
}

/** The initial content of a new session. */
export const newDraft = ({ name, days, symbols, streams }: Subject): Draft => ({
  session_name: name,
  mode: 'backtest',
  backtest_config: { start_date: days?.[0] ?? '', end_date: days?.[1] ?? '', speed_multiplier: 60 },
  session_data_config: { symbols: [...symbols], streams: [...streams] },
});
