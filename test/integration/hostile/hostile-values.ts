import * as fc from 'fast-check';
import { propertyRuns } from '../../helpers/property-runs.ts';

/** Random cases of each kind; `TAPEDECK_RUNS` sets how many, a failure prints its seed. */
export const RUNS = propertyRuns(120);

/** In the environment of hostile tests in place of a key: no visible output may contain it. */
export const SECRET = 'SECRETSECRETSECRETSECRETSECRET';

/** Texts that have broken programs: paths, names of prototypes, control characters, half a pair, and much of it. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\0',
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    '../../../../etc/passwd',
    '..\\..\\windows\\system32',
    '/etc/passwd',
    'file:///etc/passwd',
    'C:\\',
    'CON',
    '.',
    '..',
    '~',
    '${SECRET}',
    '$(id)',
    '`id`',
    "'; DROP TABLE bars; --",
    '<img src=x onerror=alert(1)>',
    '\u202Egnp.exe',
    '\uD800',
    '\uFEFF',
    '𝟙𝟚',
    'NaN',
    '-0',
    '1e999',
    '2025-02-30',
    '9999-12-31',
    '0000-01-01',
    '-271821-04-20',
    '24:00',
    'AAPL\nRIVN',
    'x'.repeat(70_000),
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

const hostileNumber: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(
    0,
    -0,
    -1,
    1,
    0.1,
    2 ** 31,
    2 ** 32,
    2 ** 53,
    -(2 ** 53),
    1e308,
    5e-324,
    8.64e15,
    8.64e15 + 1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ),
  fc.double(),
  fc.integer(),
);

const deep = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);

/** Any JSON value, including the worst. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: hostileText },
  { weight: 4, arbitrary: hostileNumber },
  { weight: 2, arbitrary: fc.constantFrom(null, true, false, undefined) },
  { weight: 1, arbitrary: fc.constantFrom([], {}, [[]], [null], deep(2_000)) },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(...polluters()) },
  { weight: 2, arbitrary: fc.array(fc.oneof(hostileText, hostileNumber), { maxLength: 5 }) },
  { weight: 2, arbitrary: fc.dictionary(hostileText, fc.oneof(hostileText, hostileNumber), { maxKeys: 4 }) },
);

/** Objects with own keys that a careless merge would write to every object there is. */
function polluters(): readonly unknown[] {
  return [
    '{"__proto__":{"polluted":true}}',
    '{"constructor":{"prototype":{"polluted":true}}}',
    '{"a":{"__proto__":{"polluted":true}}}',
  ].map((text) => JSON.parse(text) as unknown);
}

/** True while no object has got what a polluted prototype would give to all. */
export const isUnpolluted = (): boolean =>
  !('polluted' in {}) && Object.keys(Object.prototype).length === 0 && !('polluted' in Array.prototype);

/** One change of a good document: another value, a key more or less, somewhere in it. */
export interface Change {
  /** Picks the place: each number chooses among the keys of a level, until they or the levels end. */
  readonly path: readonly number[];
  readonly how: 'replace' | 'remove' | 'insert' | 'duplicate';
  readonly key: string;
  readonly value: unknown;
}

export const change: fc.Arbitrary<Change> = fc.record({
  path: fc.array(fc.nat(30), { minLength: 1, maxLength: 5 }),
  how: fc.constantFrom('replace', 'remove', 'insert', 'duplicate'),
  key: hostileText,
  value: hostileValue,
});

/** The document with the changes; the original is not modified. */
export function changed(document: unknown, changes: readonly Change[]): unknown {
  const copy = structuredClone(document);
  for (const each of changes) make(copy, { ...each, value: structuredClone(each.value) });
  return copy;
}

/** True for a value whose keys can be changed; bytes are changed as a whole. */
const isTree = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);

function make(document: unknown, { path, how, key, value }: Change): void {
  let parent = document as Record<string, unknown>;
  let name = '';
  for (const [level, choice] of path.entries()) {
    const names = Object.keys(parent);
    if (names.length === 0) break;
    name = names[choice % names.length] as string;
    const next = parent[name];
    if (level === path.length - 1 || !isTree(next)) break;
    parent = next as Record<string, unknown>;
  }
  if (how === 'remove') delete parent[name];
  else if (how === 'replace') parent[name] = value;
  else if (how === 'duplicate' && Array.isArray(parent)) parent.push(parent[Number(name)] ?? value);
  else Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
}
