import { strFromU8 } from 'fflate';
import { fail, ok, type Result } from '../../../base/result.ts';
import type { TradingDay } from '../../../base/epoch-ms.ts';
import { dayNumberOf } from '../../../time-manager/civil-day.ts';
import type { ImportSource } from '../import-source.ts';

/** The factors for raw prices and volumes of a day. */
export interface Factor {
  readonly price: number;
  readonly volume: number;
}

interface FactorRow extends Factor {
  /** The last day of the factors. */
  readonly until: string;
}

/**
 * The factors of a LEAN factor file: `20130909,0.8435868,1,49.19` are the last day, the price factor (dividends), the
 * split factor and the close of that day. A row applies to the days after the row before it, up to its own; the first
 * one also to all days before (LEAN, `CorporateFactorProvider.GetPriceFactor`). The latest prices are not changed.
 *
 * A price is multiplied by both factors, a volume divided by the split factor and rounded to whole shares: a dividend
 * moves no shares.
 */
export class LeanFactors {
  readonly path: string;
  readonly #rows: readonly FactorRow[];

  private constructor(path: string, rows: readonly FactorRow[]) {
    this.path = path;
    this.#rows = rows;
  }

  /** Fails with `bad_file` at the first line that is not a row of factors, or out of order. */
  static parse(path: string, text: string): Result<LeanFactors> {
    const rows: FactorRow[] = [];
    for (const [index, line] of text.split(/\r?\n/).entries()) {
      if (line.trim() === '') continue;
      const row = rowOf(line);
      if (row === undefined || row.until <= (rows.at(-1)?.until ?? '')) {
        return fail(
          'bad_file',
          `${path}, line ${index + 1}: "${line.slice(0, 80)}" is no row of factors.`,
          EXPECTED,
        );
      }
      rows.push(row);
    }
    return rows.length > 0
      ? ok(new LeanFactors(path, rows))
      : fail('bad_file', `${path} is empty.`, EXPECTED);
  }

  /** Days on which the factors change. */
  get changes(): number {
    return this.#rows.length - 1;
  }

  of(day: TradingDay): Factor {
    return this.#rows.find(({ until }) => until >= day) ?? UNCHANGED;
  }
}

const UNCHANGED: Factor = { price: 1, volume: 1 };

const EXPECTED = 'Expected lines like 20130909,0.8435868,1,49.19, oldest first.';

function rowOf(line: string): FactorRow | undefined {
  const [date = '', priceText = '', splitText = ''] = line.split(',');
  const until = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
  const [price, split] = [Number(priceText), Number(splitText)];
  const isRow = /^\d{8}$/.test(date) && dayNumberOf(until) !== undefined && price > 0 && split > 0;
  if (!isRow || !Number.isFinite(price * split)) return undefined;
  return { until, price: price * split, volume: 1 / split };
}

/** Bytes of the largest factor file that makes sense: a row a day of a century. */
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * Reads the factors that belong to a file of bars in LEAN's folder: `equity/usa/factor_files/spy.csv` beside
 * `equity/usa/minute/spy/20131007_trade.zip` and `equity/usa/daily/spy.zip`. Fails with `missing_file` where there are
 * none, since raw prices must not pass for adjusted ones.
 */
export async function readLeanFactors(source: ImportSource, symbol: string): Promise<Result<LeanFactors>> {
  const root = /^(.*?)(?:(?:minute|second)[/\\][^/\\]+|daily)[/\\][^/\\]+$/i.exec(source.path)?.[1];
  const name = `factor_files/${symbol.toLowerCase()}.csv`;
  const place = source.beside?.(`${root ?? ''}${name}`);
  const opened = root === undefined || place === undefined ? undefined : await place.open();
  if (place === undefined || opened?.ok !== true) {
    return fail(
      'missing_file',
      `${source.path} holds raw prices, and there is no ${root ?? ''}${name} to adjust them with.`,
      'Import it without adjusting, or together with the factor_files of its folder.',
    );
  }
  const file = opened.value;
  try {
    if (file.size > MOST_BYTES) return fail('bad_file', `${place.path} is too large for factors.`, EXPECTED);
    const bytes = await file.read(0, file.size);
    return bytes.ok ? LeanFactors.parse(place.path, strFromU8(bytes.value)) : bytes;
  } finally {
    await file.close();
  }
}
