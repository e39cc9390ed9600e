import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fail, ok, type Result } from '../../core/base/result.ts';
import { INSTRUMENTS_NAME } from '../../core/data-manager/actions/instruments-file.ts';
import type { ExchangeGroup } from '../../core/model/exchange-groups.ts';
import { writeWholeResult } from './write-whole.ts';

/**
 * Notes the exchange group of symbols in the store's `instruments.json`; other facts in it stay. Fails with `bad_file`
 * where that file is no JSON object, with `not_writable` where it cannot be written.
 */
export async function keepGroup(
  store: string,
  symbols: readonly string[],
  group: ExchangeGroup,
): Promise<Result<void>> {
  if (symbols.length === 0) return ok(undefined);
  const place = path.join(store, INSTRUMENTS_NAME);
  const text = await readFile(place, 'utf8').catch(() => '{}');
  let known: Record<string, object>;
  try {
    known = JSON.parse(text) as Record<string, object>;
  } catch {
    return fail('bad_file', `${place} is not JSON: the group of ${symbols.join(', ')} is not kept.`);
  }
  const noted = Object.fromEntries(
    symbols.map((symbol) => [symbol, { ...known[symbol], exchange_group: group }]),
  );
  return writeWholeResult(place, `${JSON.stringify({ ...known, ...noted }, null, 2)}\n`);
}
