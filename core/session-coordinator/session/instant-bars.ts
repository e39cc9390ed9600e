import { asEpochMs, type Ticker } from '../../base/epoch-ms.ts';
import { spanMs, type BaseInterval } from '../../base/interval.ts';
import type { BarStore } from '../../data-manager/bar-store.ts';
import type { InstantBars } from '../../execution/broker-host.ts';
import type { Tradable } from '../../execution/tradable.ts';
import type { Tradables } from '../../execution/trading-rules.ts';
import type { MarketBar } from '../../execution/matching/match-order.ts';
import type { ReadonlyBarColumns } from '../../model/bar-columns.ts';
import type { SessionDay } from '../streaming/session-day.ts';

/** Finer bars to look into when a bar does not show what came first. */
const FINER: Readonly<Partial<Record<BaseInterval, BaseInterval>>> = { '1d': '1m', '1m': '1s' };

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** The bar object handed out for a symbol. */
interface CachedBar {
  readonly tradable: Tradable;
  /** The number of the instant at which it was last requested, and its result. */
  turn: number;
  bar: MarketBar | undefined;
  /** The object behind `bar`: rewritten at each instant. */
  readonly record: Writable<MarketBar>;
  /** Open of the last bar of today. */
  lastOpenMs: number;
}

/**
 * The base bars that closed at one instant, each handed out once however often its instant comes. A symbol's bar is the
 * same object at each instant: read it before the next one.
 */
export class InstantBarsReader implements InstantBars {
  readonly #store: BarStore;
  readonly #tradables: Tradables;
  readonly #handedOut = new Map<Ticker, CachedBar>();
  readonly #finer = new Map<Ticker, readonly MarketBar[]>();
  #day: SessionDay | undefined;
  #instant = 0;
  /** Counts the instants: a map that is cleared at each of them would be allocated again each time. */
  #turn = 0;

  constructor(store: BarStore, tradables: Tradables) {
    this.#store = store;
    this.#tradables = tradables;
  }

  startDay(): void {
    this.#handedOut.clear();
  }

  begin(day: SessionDay, instant: number): void {
    this.#day = day;
    this.#instant = instant;
    this.#turn++;
    if (this.#finer.size > 0) this.#finer.clear();
  }

  bar(symbol: Ticker): MarketBar | undefined {
    let handedOut = this.#handedOut.get(symbol);
    if (handedOut === undefined) {
      handedOut = {
        tradable: this.#tradables.of(symbol),
        turn: 0,
        bar: undefined,
        record: emptyBar(),
        lastOpenMs: Number.NEGATIVE_INFINITY,
      };
      this.#handedOut.set(symbol, handedOut);
    }
    if (handedOut.turn !== this.#turn) {
      handedOut.turn = this.#turn;
      handedOut.bar = this.#read(symbol, handedOut);
    }
    return handedOut.bar;
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
      const tradable = this.#tradables.of(symbol);
      const steps = Array.from({ length: bars.length }, (_, index) =>
        readBar(emptyBar(), tradable, bars, index, (bars.openMs[index] as number) + spanMs(interval), bar),
      );
      this.#finer.set(symbol, steps);
    }
  }

  #read(symbol: Ticker, handedOut: CachedBar): MarketBar | undefined {
    const day = this.#day;
    const record = day?.data.record(symbol);
    const bars = record?.base?.bars;
    if (day === undefined || record?.baseInterval === undefined || bars === undefined) return undefined;
    const at = bars.length - 1;
    if (at < 0 || this.#instant <= record.notifiedUntil) return undefined;
    const openMs = bars.openMs[at] as number;
    if (day.grid.closeOfBase(record.baseInterval, openMs) !== this.#instant) return undefined;
    if (openMs <= handedOut.lastOpenMs) return undefined;
    handedOut.lastOpenMs = openMs;
    const { open: sessionOpen, close: sessionClose } = day.grid.session;
    const regular = day.grid.isRegular(openMs);
    return readBar(handedOut.record, handedOut.tradable, bars, at, this.#instant, {
      regular,
      sessionOpen,
      sessionClose,
    });
  }
}

const emptyBar = (): Writable<MarketBar> => ({
  openMs: asEpochMs(Number.NaN),
  closeMs: asEpochMs(Number.NaN),
  open: Number.NaN,
  high: Number.NaN,
  low: Number.NaN,
  close: Number.NaN,
  volume: Number.NaN,
  regular: false,
  sessionOpen: Number.NaN,
  sessionClose: Number.NaN,
});

function readBar(
  into: Writable<MarketBar>,
  tradable: Tradable,
  bars: ReadonlyBarColumns,
  at: number,
  closeMs: number,
  hours: Pick<MarketBar, 'regular' | 'sessionOpen' | 'sessionClose'>,
): MarketBar {
  into.openMs = asEpochMs(bars.openMs[at] as number);
  into.closeMs = asEpochMs(closeMs);
  into.open = tradable.asPrinted(bars.open[at] as number);
  into.high = tradable.asPrinted(bars.high[at] as number);
  into.low = tradable.asPrinted(bars.low[at] as number);
  into.close = tradable.asPrinted(bars.close[at] as number);
  into.volume = bars.volume[at] as number;
  into.regular = hours.regular;
  into.sessionOpen = hours.sessionOpen;
  into.sessionClose = hours.sessionClose;
  return into;
}
