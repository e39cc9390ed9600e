import { asEpochMs, asTicker, type TradingDay } from '../../../core/base/epoch-ms.ts';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import type { Engine } from '../../../core/index.ts';
import {
  firstIndexAtOrAfter,
  sliceColumns,
  type ReadonlyBarColumns,
} from '../../../core/model/bar-columns.ts';
import type { MarketCalendar } from '../../../core/time-manager/market-calendar.ts';
import type { ChartHistory } from '../../contract/reading-requests.ts';
import type { RequestParams } from '../../contract/requests.ts';
import type { HostedSession } from '../session/hosted-session.ts';
import { StudyFeed } from '../publish/study-feed.ts';

/** Bars of one batch: more than a wide chart shows, few enough to arrive within a frame or two. */
const BATCH_BARS = 2_000;
/** Bars before the batch from which its indicators start. */
const WARM_UP_BARS = 500;

interface Sources {
  readonly engine: Pick<Engine, 'olderBars'>;
  readonly session: HostedSession | undefined;
}

/**
 * Bars of the days before the session's for a chart that is scrolled back, with its indicators. For any `before_ms`, no
 * bar of the session's own day is among them, so none can be newer than its clock or a block.
 */
export async function chartHistory(
  { engine, session }: Sources,
  { symbol, interval, before_ms, studies }: RequestParams<'chart_history'>,
): Promise<Result<ChartHistory>> {
  const today = session?.run.day?.grid.session;
  if (session === undefined || today === undefined) return fail('not_allowed', 'No session is open.');
  const { calendar } = session.run;
  const end = Math.min(before_ms, today.dayStart);
  const wanted = BATCH_BARS + WARM_UP_BARS;
  let before = before_ms < today.dayStart ? dayAfter(calendar, before_ms, today.day) : today.day;
  let read = await engine.olderBars(session.config, asTicker(symbol), before, interval, wanted);
  // The day of the first visible bar may have no bar before it.
  if (read.ok && before !== today.day && cut(read.value.bars, end) === 0 && !read.value.isFirst) {
    before = calendar.dayOf(asEpochMs(before_ms));
    read = await engine.olderBars(session.config, asTicker(symbol), before, interval, wanted);
  }
  if (!read.ok) return read;
  const { bars, isFirst } = read.value;
  return ok(answer(bars, cut(bars, end), isFirst, new StudyFeed(studies, interval)));
}

/** The trading day after the one that contains an instant, at most the session's own. */
function dayAfter(calendar: MarketCalendar, instant: number, last: TradingDay): TradingDay {
  const day = calendar.dayOf(asEpochMs(instant));
  return calendar.tradingDays(day, last).find((each) => each > day) ?? last;
}

const cut = (bars: ReadonlyBarColumns, endMs: number): number => firstIndexAtOrAfter(bars, endMs);

function answer(all: ReadonlyBarColumns, end: number, isFirst: boolean, feed: StudyFeed): ChartHistory {
  const from = isFirst && end <= BATCH_BARS + WARM_UP_BARS ? 0 : Math.max(0, end - BATCH_BARS);
  const known = sliceColumns(all, 0, end);
  const { openMs, open, high, low, close, volume } = sliceColumns(all, from, end);
  return {
    bars: { open_ms: openMs, open, high, low, close, volume },
    studies: feed.begin(known, end - from),
    more: !isFirst || from > 0,
  };
}
