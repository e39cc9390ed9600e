import {
  asEpochMs,
  asTicker,
  civilFromDays,
  DAY_MS,
  daysFromCivil,
  type TradingDay,
} from '../../../core/base/epoch-ms.ts';
import { spanMs } from '../../../core/base/interval.ts';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import type { BarStore } from '../../../core/data-manager/bar-store.ts';
import { sessionCsv } from '../../../core/data-manager/exports/session-csv.ts';
import { examineStored } from '../../../core/data-manager/importers/examine-series.ts';
import { measureDays, type DayQuality } from '../../../core/data-manager/stored-quality.ts';
import { firstIndexAtOrAfter, type ReadonlyBarColumns } from '../../../core/model/bar-columns.ts';
import type { Engine } from '../../../core/index.ts';
import {
  exportSession,
  type SessionExport,
} from '../../../core/session-coordinator/session/session-export.ts';
import type { MarketCalendar } from '../../../core/time-manager/market-calendar.ts';
import type {
  BarTable,
  READING_PARAMS,
  ReadingResults,
  SessionExportAnswer,
  StoredDayQuality,
  StoredQuality,
} from '../../contract/reading-requests.ts';
import type { RequestParams } from '../../contract/requests.ts';
import { chartHistory } from './chart-history.ts';
import { barTable, gapOf, minuteMap } from './gap-map.ts';
import type { HostedSession } from '../session/hosted-session.ts';
import { sessionParquet } from '../runs/session-parquet.ts';
import { sessionQuality } from './session-quality.ts';

type ReadingHandlers = {
  readonly [N in keyof typeof READING_PARAMS]: (
    params: RequestParams<N>,
  ) => Promise<Result<ReadingResults[N]>>;
};

interface Parts {
  readonly engine: Pick<Engine, 'olderBars'>;
  readonly store: BarStore;
  readonly calendar: MarketCalendar;
  /** The session that is open at the time of the call. */
  readonly session: () => HostedSession | undefined;
}

/** Most bars of one answer; `data get` writes files for more. */
const MAX_BARS = 2_000;

/** Answers read requests: exports of the session, quality of session and store, bars around a place. */
export function readingHandlers({ engine, store, calendar, session }: Parts): ReadingHandlers {
  return {
    export_session: async ({ format, even_if_empty }) => {
      const open = session();
      if (open === undefined) return fail('not_allowed', 'No session is open.');
      return ok(await exportNow(open, format, even_if_empty));
    },
    session_quality: async () => {
      const run = session()?.run;
      return run === undefined ? fail('not_allowed', 'No session is open.') : ok(sessionQuality(run));
    },
    session_bars: async ({ symbol, from_ms, to_ms }) => {
      const view = session()?.run.view;
      const base = view?.baseInterval(asTicker(symbol));
      if (view === undefined || base === undefined)
        return fail('not_in_session', `${symbol} has no visible bars now.`);
      return ok(cutOut(view.barsSince(asTicker(symbol), base, from_ms), from_ms, to_ms));
    },
    chart_history: (wanted) => {
      const open = session();
      return chartHistory({ engine: open?.line?.engine ?? engine, session: open }, wanted);
    },
    stored_quality: (wanted) => {
      const of = session()?.run.calendar ?? calendar;
      return storedQuality(store.under?.(of) ?? store, of, wanted);
    },
    stored_bars: async ({ symbol, interval, from_ms, to_ms }) => {
      const range = { from: asEpochMs(from_ms), to: asEpochMs(to_ms) };
      const read = await store.getBars(asTicker(symbol), interval, range);
      return read.ok ? ok(cutOut(read.value.bars, from_ms, to_ms)) : read;
    },
  };
}

function cutOut(bars: ReadonlyBarColumns, fromMs: number, toMs: number): BarTable {
  const from = firstIndexAtOrAfter(bars, fromMs);
  return barTable(bars, from, Math.min(firstIndexAtOrAfter(bars, toMs), from + MAX_BARS));
}

/** An external reader's view at this moment; exports wait for symbols that are behind unless requested otherwise. */
async function exportNow(
  { run, config, configId }: HostedSession,
  format: SessionFormat,
  evenIfEmpty: boolean,
): Promise<SessionExportAnswer> {
  const behind = (run.day?.catchUps.running ?? []).filter(({ totalBars }) => totalBars > 0);
  if (!evenIfEmpty && (!run.gate.active || behind.length > 0)) {
    return { kind: 'catching_up', symbols: behind.map(({ slot }) => slot.record.symbol) };
  }
  const empty = !run.gate.active;
  const clock = run.clock.now();
  const content = exportSession(run.view, { name: config.session_name, clock, state: run.state });
  const { calendar } = run;
  const stamp = `${calendar.civilDayOf(clock)}-${calendar.wallClockOf(clock)}`.replaceAll(/[-:]/g, '');
  return {
    kind: 'file',
    file_name: `${configId}-${stamp.slice(0, 8)}-${stamp.slice(8, 14)}.${format}`,
    media_type: MEDIA_TYPES[format],
    content: await written(content, format),
    empty,
  };
}

type SessionFormat = RequestParams<'export_session'>['format'];

const MEDIA_TYPES: Readonly<Record<SessionFormat, string>> = {
  json: 'application/json',
  csv: 'text/csv',
  parquet: 'application/vnd.apache.parquet',
};

async function written(content: SessionExport, format: SessionFormat): Promise<string | Uint8Array> {
  if (format === 'parquet') return sessionParquet(content);
  return format === 'csv' ? sessionCsv(content) : `${JSON.stringify(content)}\n`;
}

/** A month of one symbol, day by day, against the calendar. The archive has no clock: it shows the stored bars. */
async function storedQuality(
  store: BarStore,
  calendar: MarketCalendar,
  { symbol, interval, month }: RequestParams<'stored_quality'>,
): Promise<Result<StoredQuality>> {
  const trading = calendar.tradingDays(`${month}-01` as TradingDay, lastDayOf(month));
  const [from] = trading;
  const to = trading.at(-1);
  if (from === undefined || to === undefined) return fail('missing_data', `No trading day in ${month}.`);
  const start = calendar.tradingSession(from)?.dayStart ?? asEpochMs(0);
  const end = calendar.tradingSession(to)?.dayEnd ?? asEpochMs(start + 31 * DAY_MS);
  const read = await store.getBars(asTicker(symbol), interval, { from: start, to: end });
  if (!read.ok) return read;
  const { bars, findings, synthetic } = read.value;
  const days = measureDays(bars, interval, { from, to }, calendar);
  return ok({
    days: days.map((day) => storedDay(day, bars, calendar, spanMs(interval))),
    findings: [...findings, ...examineStored(bars, symbol, interval, calendar)].map(
      ({ kind, count, firstMs, detail }) => ({ kind, count, first_ms: firstMs, detail }),
    ),
    synthetic,
  });
}

function lastDayOf(month: string): TradingDay {
  const [year, number] = month.split('-').map(Number) as [number, number];
  const next = number === 12 ? daysFromCivil(year + 1, 1, 1) : daysFromCivil(year, number + 1, 1);
  return `${month}-${civilFromDays(next - 1).day}` as TradingDay;
}

function storedDay(
  { day, expected, present, quality, extended, gaps: found }: DayQuality,
  bars: ReadonlyBarColumns,
  calendar: MarketCalendar,
  span: number,
): StoredDayQuality {
  const session = calendar.tradingSession(day);
  const { open, close, segments } = session ?? { open: 0, close: 0, segments: [] };
  const gaps = found.map((gap) => ({ ...gap, confirmed: false }));
  const range = { start: open, end: close, segments, now: Number.POSITIVE_INFINITY, span };
  return {
    day,
    start_ms: open,
    expected,
    present,
    quality,
    extended,
    minutes: span < DAY_MS ? minuteMap(bars, gaps, range) : new Uint8Array(0),
    gaps: gaps.map(gapOf),
  };
}
