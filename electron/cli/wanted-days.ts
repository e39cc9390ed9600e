import { asTicker, isRealDay, type TradingDay } from '../../core/base/epoch-ms.ts';
import { isBaseInterval, STORED_IN_WORDS, type BaseInterval } from '../../core/base/interval.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import type { InstantRange, IntervalAvailability } from '../../core/data-manager/bar-store.ts';
import { boundsOfDay } from '../../core/data-manager/exchange-days.ts';
import type { CommandIo } from './command-io.ts';
import { unknownSymbol } from './nearest-symbols.ts';
import type { OpenStore } from './open-store.ts';

/** The interval and the days that options select. */
export interface WantedDays {
  readonly interval: BaseInterval;
  readonly from: TradingDay;
  readonly to: TradingDay;
  readonly range: InstantRange;
  readonly held: IntervalAvailability;
}

/**
 * Reads `--interval`, `--from` and `--to`; by default the first and the last stored day. Fails where there are no bars.
 */
export async function wantedDays(
  { store, calendar }: OpenStore,
  symbol: string,
  values: { readonly interval?: string; readonly from?: string; readonly to?: string },
): Promise<Result<WantedDays>> {
  const interval = values.interval ?? '1m';
  if (!isBaseInterval(interval))
    return fail('bad_usage', `--interval ${interval}: expected ${STORED_IN_WORDS}.`);
  const found = await store.availability(asTicker(symbol));
  if (!found.ok) return found;
  const availability = found.value;
  if (availability === undefined) return unknownSymbol(store, symbol);
  const held = availability.intervals.find((one) => one.interval === interval);
  if (held === undefined) {
    const has = availability.intervals
      .map((one) => `${one.interval} (${one.firstDay} to ${one.lastDay})`)
      .join(', ');
    return fail(
      'missing_data',
      `${symbol} has no bars of ${interval} in the store.`,
      `It has ${has || 'damaged files only'}.`,
    );
  }
  const from = (values.from ?? held.firstDay) as TradingDay;
  const to = (values.to ?? held.lastDay) as TradingDay;
  if (!isRealDay(from)) return fail('bad_usage', `--from ${from}: expected a day like 2025-07-02.`);
  if (!isRealDay(to)) return fail('bad_usage', `--to ${to}: expected a day like 2025-07-02.`);
  if (to < from) return fail('bad_usage', `--to ${to} is before --from ${from}.`);
  if (!held.days.some((day) => day >= from && day <= to)) {
    return fail(
      'missing_data',
      `${symbol} has no ${interval} bars from ${from} to ${to}.`,
      `It has ${held.firstDay} to ${held.lastDay}.`,
    );
  }
  const range = { from: boundsOfDay(from, calendar).from, to: boundsOfDay(to, calendar).to };
  return ok({ interval, from, to, range, held });
}

/** The one symbol that a command takes, in capitals; otherwise the error. */
export function oneSymbol(positionals: readonly string[], io: CommandIo, help: string): string | undefined {
  const [symbol, ...more] = positionals;
  if (symbol !== undefined && more.length === 0) return symbol.toUpperCase();
  io.stderr(`one symbol was expected, got ${positionals.length}.\n\n${help}`);
  return undefined;
}
