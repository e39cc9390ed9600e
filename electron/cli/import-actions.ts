import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { asTicker } from '../../core/base/epoch-ms.ts';
import { isSymbol, SYMBOL_RULE } from '../../core/base/symbol-rule.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import { writeActions } from '../../core/data-manager/actions/actions-file.ts';
import { readActionRows, type ActionRows } from '../../core/data-manager/actions/read-action-rows.ts';
import { printRatio, splitRatioOf, type CorporateAction } from '../../core/model/corporate-action.ts';
import type { MarketCalendar } from '../../core/time-manager/market-calendar.ts';
import { createNodeFiles } from '../host/store/node-files.ts';

/** Splits and dividends that a file holds, of the symbols that they are of. */
export interface FoundActions {
  readonly path: string;
  /** False for a file that has bars as well. */
  readonly onlyActions: boolean;
  readonly bySymbol: ReadonlyMap<string, readonly CorporateAction[]>;
  readonly remarks: readonly string[];
}

export interface StoredActionsReport {
  readonly path: string;
  readonly symbol: string;
  readonly actions: number;
  /** New or different ones. */
  readonly written: number;
}

/** Larger files hold bars. */
const MAX_BYTES = 64 * 1024 * 1024;
const TEXT_FILE = /\.(csv|txt|tsv)$/i;

/** Looks for splits and dividends in a file; undefined where it has none. */
export async function findActions(
  file: string,
  symbol: string | undefined,
  calendar: MarketCalendar,
): Promise<Result<FoundActions | undefined>> {
  if (!TEXT_FILE.test(file)) return ok(undefined);
  let text: string;
  try {
    if ((await stat(file)).size > MAX_BYTES) return ok(undefined);
    text = await readFile(file, 'utf8');
  } catch {
    return ok(undefined);
  }
  const read = readActionRows(text, calendar);
  if (!read.ok) return fail(read.failure.code, `${file}, ${read.failure.message}`);
  if (read.value === undefined) return ok(undefined);
  const named = namesOf(read.value, file, symbol);
  if (!named.ok) return named;
  const { format, remarks } = read.value;
  return ok({ path: file, onlyActions: format !== 'yfinance', bySymbol: named.value, remarks });
}

function namesOf(
  { bySymbol }: ActionRows,
  file: string,
  symbol: string | undefined,
): Result<FoundActions['bySymbol']> {
  const named = new Map<string, readonly CorporateAction[]>();
  for (const [name, actions] of bySymbol) {
    const stem = path.basename(file).replace(/\.[^.]+$/, '');
    const inName = stem
      .replace(/[_-](?:corporate[_-]?)?(?:actions?|splits?|dividends?|\d+[mhd])$/i, '')
      .toUpperCase();
    const used = symbol ?? (name === '' ? inName : name);
    if (!isSymbol(used)) {
      return fail(
        'bad_file',
        `${file} names no symbol, and "${used}" is none; expected ${SYMBOL_RULE}.`,
        'Say it with --symbol.',
      );
    }
    named.set(used, [...(named.get(used) ?? []), ...actions]);
  }
  return ok(named);
}

export async function storeActions(
  location: string,
  found: FoundActions,
): Promise<Result<readonly StoredActionsReport[]>> {
  const reports: StoredActionsReport[] = [];
  for (const [symbol, actions] of found.bySymbol) {
    const written = await writeActions(createNodeFiles(), location, asTicker(symbol), actions);
    if (!written.ok) return written;
    reports.push({ path: found.path, symbol, actions: actions.length, written: written.value });
  }
  return ok(reports);
}

/** `AAPL: 2 splits, 41 dividends, 1998-03-20 to 2020-08-31 (the last split: 4 for 1 on 2020-08-31)`. */
export function actionsText({ bySymbol, remarks }: FoundActions): string {
  const lines = [...bySymbol].map(([symbol, actions]) => {
    const splits = actions.filter(({ kind }) => kind === 'split');
    const dividends = actions.filter(({ kind }) => kind === 'cash_dividend');
    const others = actions.length - splits.length - dividends.length;
    const last = splits.at(-1);
    const counts = [
      `${splits.length} splits`,
      `${dividends.length} dividends`,
      ...(others === 0 ? [] : [`${others} others`]),
    ];
    const days = actions.length === 0 ? '' : `, ${actions[0]?.exDate} to ${actions.at(-1)?.exDate}`;
    const latest =
      last?.factor === undefined
        ? ''
        : `; the last split: ${printRatio(splitRatioOf(last.factor))} on ${last.exDate}`;
    return `${symbol}: ${counts.join(', ')}${days}${latest}\n`;
  });
  return [...lines, ...remarks.map((remark) => `  ${remark}\n`)].join('');
}
