import { asEpochMs, type Ticker } from '../base/epoch-ms.ts';
import { spanMs, type BaseInterval } from '../base/interval.ts';
import type { BarStore } from '../data-manager/bar-store.ts';
import type { InstantBars } from '../execution/broker-host.ts';
import { toUnits } from '../execution/money.ts';
import type { MarketBar } from '../execution/match-order.ts';
import type { ReadonlyBarColumns } from '../model/bar-columns.ts';
import type { SessionDay } from './session-day.ts';

/** What a bar is looked into with when it does not say what came first. */
const FINER: Readonly<Partial<Record<BaseInterval, BaseInterval>>> = { '1d': '1m', '1m': '1s' };

/** The base bars that closed at one instant, each handed out once however often its instant comes. */
export class InstantBarsReader implements InstantBars {
  readonly #store: BarStore;
  readonly #bars = new Map<Ticker, MarketBar | undefined>();
  readonly #finer = new Map<Ticker, readonly MarketBar[]>();
  /** The last bar of each symbol that was handed out today. */
  readonly #handedOut = new Map<Ticker, number>();
  #day: SessionDay | undefined;
  #instant = 0;

  constructor(store: BarStore) {
    this.#store = store;
  }

  startDay(): void {
    this.#handedOut.clear();
  }

  begin(day: SessionDay, instant: number): void {
    this.#day = day;
    this.#instant = instant;
    this.#bars.clear();
    this.#finer.clear();
  }

  bar(symbol: Ticker): MarketBar | undefined {
    if (this.#bars.has(symbol)) return this.#bars.get(symbol);
    const bar = this.#read(symbol);
    this.#bars.set(symbol, bar);
    return bar;
  }

  finer(symbol: Ticker): readonly MarketBar[] | undefined {
    return this.#finer.get(symbol);
  }

  /** Reads what the store has of shorter intervals inside the bars of these symbols. */
  async readFiner(symbols: readonly Ticker[]): Promise<void> {
    for (const symbol of symbols) {
      const bar = this.bar(symbol);
      const base = this.#day?.data.record(symbol)?.baseInterval;
      const interval = base === undefined ? undefined : FINER[base];
      if (bar === undefined || interval === undefined) continue;
      const read = await this.#store.getBars(symbol, interval, { from: bar.openMs, to: bar.closeMs });
      if (!read.ok || read.value.bars.length === 0) continue;
      const { bars } = read.value;
      const steps = Array.from({ length: bars.length }, (_, index) =>
        marketBar(bars, index, (bars.openMs[index] as number) + spanMs(interval), bar.regular),
      );
      this.#finer.set(symbol, steps);
    }
  }

  #read(symbol: Ticker): MarketBar | undefined {
    const day = this.#day;
    const record = day?.data.record(symbol);
    const bars = record?.base?.bars;
    if (day === undefined || record?.baseInterval === undefined || bars === undefined) return undefined;
    const at = bars.length - 1;
    if (at < 0 || this.#instant <= record.notifiedUntil) return undefined;
    const openMs = bars.openMs[at] as number;
    if (day.grid.closeOfBase(record.baseInterval, openMs) !== this.#instant) return undefined;
    if (openMs <= (this.#handedOut.get(symbol) ?? Number.NEGATIVE_INFINITY)) return undefined;
    this.#handedOut.set(symbol, openMs);
    return marketBar(bars, at, this.#instant, day.grid.isRegular(openMs));
  }
}

function marketBar(bars: ReadonlyBarColumns, at: number, closeMs: number, regular: boolean): MarketBar {
  return {
    openMs: asEpochMs(bars.openMs[at] as number),
    closeMs: asEpochMs(closeMs),
    open: toUnits(bars.open[at] as number),
    high: toUnits(bars.high[at] as number),
    low: toUnits(bars.low[at] as number),
    close: toUnits(bars.close[at] as number),
    volume: bars.volume[at] as number,
    regular,
  };
}
