import { asEpochMs, asTicker, isoUtc, type Ticker } from '../../base/epoch-ms.ts';
import { spanMs } from '../../base/interval.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { inspectBar, OFF_GRID, type BarVerdict } from '../../data-quality/inspect-bar.ts';
import { firstIndexAtOrAfter } from '../../model/bar-columns.ts';
import type { SymbolRecord } from '../../session-data/symbol-record.ts';
import type { SymbolQueue } from '../streaming/symbol-queue.ts';
import type { FeedCommand } from './command.ts';
import type { FeedRow, LiveBars } from '../streaming/live-bars.ts';
import { rebuildSymbol } from '../streaming/rebuild-symbol.ts';
import type { SessionDay } from '../streaming/session-day.ts';
import type { TradedSession } from './trading.ts';

/** The interval that a live feed streams. */
const SPAN_MS = spanMs('1m');
/** Clocks differ a little; a bar that closes later than this after its arrival comes from the future, ms. */
const FUTURE_MS = 5_000;
const FUTURE: BarVerdict = { kind: 'future_bar', refused: true };

/** Applies a feed's messages: bars into queues or in place of others, halts, time that passed. */
export function applyFeed(run: TradedSession, day: SessionDay, command: FeedCommand): Result<null> {
  const { live } = run.session.options;
  if (live === undefined) return fail('not_allowed', 'Only a live session accepts bars of a feed.');
  switch (command.type) {
    case 'bars':
      for (const row of command.rows) deliver(run, day, live.bars, row, command.received_ms);
      return ok(null);
    case 'trading_status':
      return tellStatus(run, day, command);
    case 'no_trades':
      for (const [symbol, openMs] of command.rows) {
        const series = live.bars.of(asTicker(symbol));
        if (!series.has(openMs)) series.noTrades.add(openMs);
      }
      return ok(null);
    case 'advance': {
      const to = Math.min(command.clock_ms, day.grid.end);
      if (to > run.session.clock.now()) run.session.clock.moveTo(asEpochMs(to));
      return ok(null);
    }
  }
}

function deliver(
  run: TradedSession,
  day: SessionDay,
  bars: LiveBars,
  row: FeedRow,
  receivedMs: number,
): void {
  const symbol = asTicker(row[0]);
  const record = day.data.record(symbol);
  const openMs = row[2];
  const verdict = verdictOf(day, row, receivedMs);
  if (verdict !== undefined) {
    if (record !== undefined) day.find(record, openMs, verdict, row.slice(3).join(' '));
    return;
  }
  if (!day.grid.contains('1m', openMs)) {
    if (record !== undefined) record.outsideHours++;
    return;
  }
  const delivery = bars.of(symbol).deliver(row);
  const slot = day.feed.slotOf(symbol);
  if (slot === undefined || record === undefined || !('index' in delivery)) return;
  if (delivery.index < slot.cursor || (delivery.change === 'added' && isPast(record, openMs))) {
    if (delivery.change === 'added') slot.cursor++;
    changePast(run, day, record, row);
  } else if (delivery.change === 'added' && hasClosed(day, slot, openMs)) day.late.add(slot);
  slot.findNextBar();
}

/** An impossible bar; the other checks are made when its turn comes. */
function verdictOf(day: SessionDay, row: FeedRow, receivedMs: number): BarVerdict | undefined {
  const [, kind, openMs, open, high, low, close, volume] = row;
  if (openMs + SPAN_MS > receivedMs + FUTURE_MS) return FUTURE;
  if (!day.grid.isOnGrid('1m', openMs)) return OFF_GRID;
  const verdict = inspectBar(open, high, low, close, volume, Number.NaN);
  return verdict?.refused === true && kind === 'u' ? verdict : undefined;
}

/** True when a later bar is part of the session already. */
function isPast({ baseBars }: SymbolRecord, openMs: number): boolean {
  return (
    baseBars !== undefined && baseBars.length > 0 && (baseBars.openMs[baseBars.length - 1] as number) > openMs
  );
}

/** True when the bar falls into a derived bar that the calendar has closed already. */
function hasClosed({ grid }: SessionDay, { record }: SymbolQueue, openMs: number): boolean {
  return record.derivedSeries.some(({ bars, interval }) => {
    const last = bars.length - 1;
    return last >= 0 && grid.closeOf(interval, bars.openMs[last] as number) > openMs;
  });
}

/** Replaces the values of a bar that the session has or has passed; all data derived from it is recomputed. */
function changePast(run: TradedSession, day: SessionDay, record: SymbolRecord, row: FeedRow): void {
  const { baseBars } = record;
  if (baseBars === undefined) return;
  const [, , openMs, open, high, low, close, volume] = row;
  const at = firstIndexAtOrAfter(baseBars, openMs);
  const isThere = at < baseBars.length && baseBars.openMs[at] === openMs;
  const verdict = inspectBar(open, high, low, close, volume, Number.NaN);
  if (verdict?.refused === true) return day.find(record, openMs, verdict, row.slice(3).join(' '));
  if (isThere) baseBars.replaceAt(at, open, high, low, close, volume);
  else {
    baseBars.insertAt(at, openMs, open, high, low, close, volume);
    day.bars++;
  }
  const { derived_bars } = run.session.config.session_data_config;
  rebuildSymbol(record, day.grid, {
    now: run.session.clock.now(),
    skipIncomplete: derived_bars.incomplete === 'skip',
  });
  const fills = run.trading.barCorrected(record.symbol, openMs);
  run.session.log.add({
    type: 'bar_corrected',
    symbol: record.symbol,
    interval: record.baseInterval ?? '1m',
    open: isoUtc(asEpochMs(openMs)),
    why: isThere ? 'corrected' : 'late',
    fills,
  });
}

function tellStatus(
  run: TradedSession,
  day: SessionDay,
  { symbol, halted, reason }: Extract<FeedCommand, { type: 'trading_status' }>,
): Result<null> {
  const record = day.data.record(symbol as Ticker);
  if (record === undefined) return ok(null);
  record.halted = halted ? reason : undefined;
  run.session.log.add({ type: 'trading_status', symbol, halted, reason });
  return ok(null);
}
