import { isSymbol } from '../../core/base/symbol-rule.ts';
import { asEpochMs, type Ticker } from '../../core/base/epoch-ms.ts';
import { ok, type Result } from '../../core/base/result.ts';
import { MarketWalk } from '../../core/data-manager/sample/market-walk.ts';
import { SAMPLE_SYMBOLS } from '../../core/data-manager/sample/sample-symbols.ts';
import { BarColumns, type ReadonlyBarColumns } from '../../core/model/bar-columns.ts';
import type { MarketCalendar } from '../../core/time-manager/market-calendar.ts';
import { mergeIntoTimeframe } from './timeframe.ts';
import type { BarStore, InstantRange } from '../../core/data-manager/bar-store.ts';

/** A generated market: every ticker is traded on every day. */
export function walkTape(seed: string, calendar: MarketCalendar): MarketTape {
  const walk = new MarketWalk(seed, calendar);
  return {
    name: `a generated market (seed ${seed})`,
    symbols: () => Promise.resolve(SAMPLE_SYMBOLS.map(({ symbol }) => symbol)),
    bars(symbol, interval, range) {
      if (interval === '1m') return Promise.resolve(ok(walk.minutes(symbol, range)));
      const days = new BarColumns();
      for (const day of calendar.tradingDays(calendar.dayOf(range.from), calendar.dayOf(range.to))) {
        const session = calendar.tradingSession(day);
        if (session === undefined || session.open < range.from || session.open >= range.to) continue;
        appendDaily(days, walk.minutes(symbol, { from: session.open, to: session.close }), session.open);
      }
      return Promise.resolve(ok(days));
    },
  };
}

function appendDaily(days: BarColumns, minutes: ReadonlyBarColumns, openMs: number): void {
  if (minutes.length > 0) mergeIntoTimeframe(days, minutes, 0, minutes.length, asEpochMs(openMs));
}

/** The market that a simulator plays: the truth behind its history and its stream. */
export interface MarketTape {
  /** Shown in messages and at the start. */
  readonly name: string;
  symbols(): Promise<readonly Ticker[]>;
  /** Bars that open in `[from, to)`, the future included; empty for a symbol that is not traded. */
  bars(symbol: Ticker, interval: '1m' | '1d', range: InstantRange): Promise<Result<ReadonlyBarColumns>>;
}

/** The market as a bar store has it. */
export function storeTape(store: BarStore): MarketTape {
  return {
    name: store.location,
    async symbols() {
      const stored = await store.symbols();
      return stored.ok ? stored.value.map(({ symbol }) => symbol) : [];
    },
    async bars(symbol, interval, range) {
      const read = await store.getBars(symbol, interval, range);
      return read.ok ? ok(read.value.bars) : read;
    },
  };
}

/** A trading halt: no bar opens in `[from, to)`. */
export interface Halt extends InstantRange {
  /** Undefined: every symbol. */
  readonly symbols: ReadonlySet<string> | undefined;
}

/** The same market with halts; `halts` is read again at every call. */
export function haltedTape(tape: MarketTape, halts: () => readonly Halt[]): MarketTape {
  return {
    ...tape,
    async bars(symbol, interval, range) {
      const read = await tape.bars(symbol, interval, range);
      if (!read.ok || interval === '1d') return read;
      const own = halts().filter(({ symbols }) => symbols?.has(symbol) ?? true);
      return ok(without(read.value, own));
    },
  };
}

function without(bars: ReadonlyBarColumns, ranges: readonly InstantRange[]): ReadonlyBarColumns {
  if (ranges.length === 0) return bars;
  const kept = new BarColumns(bars.length);
  for (let index = 0; index < bars.length; index++) {
    const openMs = asEpochMs(bars.openMs[index] as number);
    if (!ranges.some(({ from, to }) => openMs >= from && openMs < to))
      kept.appendFrom(bars, index, index + 1);
  }
  return kept;
}

/** True for a symbol that a tape can have: any that a session can have, in capitals, so that sessions of every market go live here. */
export const isTapeSymbol = (text: string): boolean => isSymbol(text) && text === text.toUpperCase();
