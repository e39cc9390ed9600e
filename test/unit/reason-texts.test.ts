import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { REASON_TEXTS, withTodaysWords } from '../fixtures/reason-texts.js';
import { filesIn } from '../helpers/prose.js';

/** Recorded runs are compared with their sentences mapped to the wording of today: the table must match the sources. */

const sources = ['core', 'electron']
  .flatMap((folder) => filesIn(folder, /\.ts$/))
  .map((file) => readFileSync(path.resolve(import.meta.dirname, '../..', file), 'utf8'))
  // Sentences are wrapped in the sources.
  .map((text) => text.replaceAll(/['`]\s*\+\s*['`]/g, ''))
  .join('\n');

test.each(REASON_TEXTS)('%j reads %j today', (old, now) => {
  expect(sources).toContain(now);
  expect(sources.includes(old), `the old wording of ${now}`).toBe(now.includes(old));
});

test('a recorded event reads like one of today', () => {
  const recorded =
    '{"type":"finding","kind":"out_of_order","detail":"left out: it stands in the file of 2025-08"}';
  expect(withTodaysWords(recorded)).toBe(
    '{"type":"finding","kind":"out_of_order","detail":"left out: it is in the file of 2025-08"}',
  );
});

test('a mapped text is not mapped again', () => {
  for (const [, now] of REASON_TEXTS) expect(withTodaysWords(now)).toBe(now);
});
