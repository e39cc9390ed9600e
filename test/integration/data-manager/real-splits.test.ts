import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { asTicker, asTradingDay, type Ticker } from '../../../core/base/epoch-ms.ts';
import { ok } from '../../../core/base/result.ts';
import type { BarStore } from '../../../core/data-manager/bar-store.ts';
import { BarColumns, type ReadonlyBarColumns } from '../../../core/model/bar-columns.ts';
import { splitRatioOf } from '../../../core/model/corporate-action.ts';
import { reportRun } from '../../../core/session-coordinator/results/run-summary.ts';
import { importCommand } from '../../../electron/cli/import-command.ts';
import { playRun, sessionConfig } from '../../helpers/session-harness.ts';
import { hasRealBars, realBars } from './real-counts.ts';
import { calendar, openStoreAt, temporaryFolder, unwrap } from './store-fixture.ts';

/** Splits of LEAN's sample: the last close before them, and the first day after. */
const SPLITS = [
  ['IBM', '1999-05-20', '1999-05-27', '1999-06-04', 2, 1],
  ['BAC', '2004-08-20', '2004-08-30', '2004-09-10', 2, 1],
  ['AIG', '1999-07-26', '1999-08-02', '1999-08-10', 5, 4],
  ['AIG', '2009-06-24', '2009-07-01', '2009-07-10', 1, 20],
] as const;

/** The bars of a store, adjusted by hand: prices before the ex-date × the factor. */
function adjustedStore(store: BarStore, symbol: Ticker, exDate: string, factor: number): BarStore {
  const start = calendar.tradingSession(asTradingDay(exDate))?.dayStart ?? Number.NaN;
  const adjust = (bars: ReadonlyBarColumns): BarColumns => {
    const made = new BarColumns(bars.length);
    for (let index = 0; index < bars.length; index++) {
      const openMs = bars.openMs[index] as number;
      const by = openMs < start ? factor : 1;
      const at = (column: Float64Array): number => (column[index] as number) * by;
      made.append(
        openMs,
        at(bars.open),
        at(bars.high),
        at(bars.low),
        at(bars.close),
        (bars.volume[index] as number) / by,
      );
    }
    return made;
  };
  return {
    location: store.location,
    symbols: () => store.symbols(),
    async availability(name) {
      const found = unwrap(await store.availability(name));
      if (found === undefined) return ok(undefined);
      const { actions: _actions, ...rest } = found;
      return ok(rest);
    },
    async getBars(name, interval, range) {
      const read = unwrap(await store.getBars(name, interval, range));
      return ok({ ...read, bars: name === symbol ? adjust(read.bars) : read.bars });
    },
  };
}

describe.skipIf(!hasRealBars)('raw bars of LEAN with its factors', { timeout: 120_000 }, () => {
  test.each(SPLITS)(
    '%s, held over %s to %s: the equity of adjusted prices',
    async (name, from, exDate, until, gets, gives) => {
      const data = temporaryFolder();
      const io = {
        stdout() {},
        stderr() {},
        isTty: false,
        env: {},
        cwd: realBars,
        signal: new AbortController().signal,
      };
      const folder = path.join('lean', 'equity', 'usa');
      for (const file of [
        path.join(folder, 'daily', `${name.toLowerCase()}.zip`),
        path.join(folder, 'factor_files', `${name.toLowerCase()}.csv`),
      ]) {
        expect(await importCommand([file, '--yes', '--data', data], io)).toBe(0);
      }
      const store = openStoreAt(data);
      const symbol = asTicker(name);
      const found = unwrap(await store.availability(symbol));
      const split = found?.actions?.find((action) => action.kind === 'split' && action.exDate === exDate);
      expect(split?.factor).toBe(gives / gets);
      expect(splitRatioOf(split?.factor ?? 1)).toEqual({ gets, gives });

      const base = sessionConfig({ symbols: [name], streams: ['1d'], day: from, until });
      const config = {
        ...base,
        trading_config: {
          ...base.trading_config,
          starting_cash: 1e7,
          max_per_trade: 1e9,
          max_per_symbol: 1e9,
          max_buying_power: 1e9,
        },
      };
      // Dividends would make adjusted prices differ: the actions of this run are the split alone.
      const splitsOnly: BarStore = {
        ...adjustedStore(store, symbol, exDate, 1),
        async availability(each) {
          const known = unwrap(await store.availability(each));
          return ok(known === undefined || split === undefined ? known : { ...known, actions: [split] });
        },
      };
      const buy = (quantity: number) => ({
        strategies: [],
        planned: [
          {
            at:
              calendar.tradingSession(calendar.nextTradingDay(asTradingDay(from)) ?? asTradingDay(from))
                ?.open ?? (0 as never),
            command: {
              type: 'place_order' as const,
              symbol: name,
              side: 'buy' as const,
              quantity,
              order_type: 'limit' as const,
              // Over every price: fills at the open.
              limit_price: 1_000,
              time_in_force: 'gtc' as const,
            },
          },
        ],
      });
      const raw = await playRun(splitsOnly, config, buy(20 * gives));
      const adjusted = await playRun(
        adjustedStore(store, symbol, exDate, gives / gets),
        config,
        buy(20 * gets),
      );
      const curve = (run: typeof raw.run) => reportRun(run).equity.map(({ equity }) => equity);
      expect(raw.run.broker.fills).toHaveLength(1);
      expect(raw.run.broker.account.netQuantity(symbol)).toBe(20 * gets);
      expect(curve(raw.run).length).toBeGreaterThan(5);
      curve(raw.run).forEach((equity, index) =>
        expect(equity / (curve(adjusted.run)[index] ?? 0)).toBeCloseTo(1, 9),
      );
    },
  );
});
