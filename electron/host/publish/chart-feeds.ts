import { asTicker } from '../../../core/base/epoch-ms.ts';
import type { Interval } from '../../../core/base/interval.ts';
import { BarColumns, sliceColumns, type ReadonlyBarColumns } from '../../../core/model/bar-columns.ts';
import type { Series } from '../../../core/session-data/series.ts';
import type { SymbolRecord } from '../../../core/session-data/symbol-record.ts';
import type { ChartUpdate, FormingBarUpdate, StudyUpdate } from '../../contract/batch.ts';
import type { RequestParams } from '../../contract/requests.ts';
import type { HostedSession } from '../session/hosted-session.ts';
import { joined, NO_HISTORY, StudyFeed } from './study-feed.ts';
import type { WarmUpCache } from './warm-up-cache.ts';

/**
 * Most charts that every batch updates. With more on screen, each is updated at the rate at which the eye follows
 * twelve of them, with all its new bars: a window draws a few per frame.
 */
const FEW_CHARTS = 4;
const MANY_EVERY_MS = 200;

/**
 * Initial bars of the days before for a chart: with many on screen, as much as a narrow one shows. Scrolling back
 * fetches more.
 */
const HISTORY_BARS = 2_000;
const NARROW_HISTORY_BARS = 150;

type Wanted = RequestParams<'subscribe_charts'>['charts'][number];

interface Feed {
  readonly chartId: string;
  readonly symbol: string;
  readonly interval: Interval;
  readonly studies: StudyFeed;
  /** The series whose bars were sent; another one (new day, re-add, finer base, rebuilt run) causes a fresh start. */
  series: Series | undefined;
  /** Sent without indicators, because their warm-up bars were still being read. */
  isCold: boolean;
  sentBars: number;
  sentForming: string;
  /** Count of corrections that the sent bars include. */
  corrections: number;
  sentAt: number;
  begun: boolean;
}

/** The charts on screen: each is sent completely once, then its newly closed bars and the bar in progress. */
export class ChartFeeds {
  #feeds: Feed[] = [];
  readonly #warmUps: WarmUpCache;

  constructor(warmUps: WarmUpCache) {
    this.#warmUps = warmUps;
  }

  /** A chart id identifies one symbol, interval and set of indicators. */
  subscribe(charts: readonly Wanted[]): void {
    this.#feeds = charts.map(({ chart_id, symbol, interval, studies }) => {
      const same = this.#feeds.find(
        (feed) => feed.chartId === chart_id && feed.symbol === symbol && feed.interval === interval,
      );
      const fresh = { chartId: chart_id, symbol, interval, studies: new StudyFeed(studies, interval) };
      return same ?? { ...fresh, ...nothingSent() };
    });
  }

  /** Everything is sent again, as after a snapshot. */
  reset(): void {
    for (const feed of this.#feeds) Object.assign(feed, nothingSent());
  }

  /** While the clock is stopped, every chart gets its missing bars: no later batch would bring them. */
  takeUpdates(session: HostedSession, nowMs: number): ChartUpdate[] {
    const isEach = session.run.pace.paused || this.#feeds.length <= FEW_CHARTS;
    return this.#feeds.flatMap((feed) => {
      const update = this.#update(feed, session, isEach || nowMs - feed.sentAt >= MANY_EVERY_MS);
      if (update === undefined) return [];
      feed.sentAt = nowMs;
      return [update];
    });
  }

  get #historyBars(): number {
    return this.#feeds.length <= FEW_CHARTS ? HISTORY_BARS : NARROW_HISTORY_BARS;
  }

  /** `mayFollow`: false for a chart whose turn comes later, unless it starts afresh. */
  #update(feed: Feed, session: HostedSession, mayFollow: boolean): ChartUpdate | undefined {
    const record = session.run.day?.data.record(asTicker(feed.symbol));
    const series = record?.series.get(feed.interval);
    if (record === undefined || series === undefined) {
      if (feed.begun && (feed.series === undefined || isLoading(session))) return undefined;
      Object.assign(feed, { ...nothingSent(), begun: true });
      return emptyUpdate(feed);
    }
    const warmUp = this.#warmUps.of(session, record, feed.interval);
    const { corrections } = record;
    const isOther = feed.series !== series || feed.corrections !== corrections;
    const reset = isOther || !feed.begun || (feed.isCold && warmUp !== undefined);
    const forming = formingOf(series.hasForming ? series.forming : undefined);
    const formingText = forming === null ? '' : `${forming.openMs} ${forming.close} ${forming.volume}`;
    const { length } = series.bars;
    if (reset ? feed.series !== undefined && isLoading(session) : !mayFollow) return undefined;
    if (!reset && length === feed.sentBars && formingText === feed.sentForming) return undefined;
    const from = reset ? 0 : feed.sentBars;
    const history = reset ? shownHistory(record, feed.interval, this.#historyBars) : new BarColumns(0);
    const isCold = reset ? warmUp === undefined : feed.isCold;
    const studies = isCold ? [] : studyUpdates(feed, series, warmUp ?? NO_HISTORY, history.length, from);
    const sent = { series, isCold, sentBars: length, sentForming: formingText, corrections, begun: true };
    Object.assign(feed, sent);
    const corrected = reset && corrections > 0 ? correctedBars(session, feed.symbol) : NONE;
    return chartUpdate(feed, history, series, from, { reset, forming, studies, record, corrected });
  }
}

/** Indicators start from all of the history and return values for its visible part, then follow the bars of today. */
function studyUpdates(
  { studies }: Feed,
  series: Series,
  warmUp: ReadonlyBarColumns,
  shown: number,
  from: number,
): readonly StudyUpdate[] {
  const today = (): readonly StudyUpdate[] => studies.follow(series.bars, from, series.bars.length);
  if (from > 0 || shown === 0) {
    if (from === 0) studies.begin(warmUp, 0);
    return today();
  }
  return joined(studies.begin(warmUp, shown), today());
}

function shownHistory(record: SymbolRecord, interval: Interval, most: number): BarColumns {
  const bars = record.history.get(interval)?.bars;
  const shown = new BarColumns(0);
  if (bars !== undefined) shown.appendFrom(bars, Math.max(0, bars.length - most));
  return shown;
}

/** Until the next day's bars exist, a chart keeps showing the last one. */
const isLoading = ({ run }: HostedSession): boolean => run.state === 'loading';

const nothingSent = () => ({
  series: undefined,
  isCold: false,
  sentBars: 0,
  sentForming: '',
  corrections: 0,
  sentAt: Number.NEGATIVE_INFINITY,
  begun: false,
});

const NONE = new Float64Array(0);

/** Opens of base bars that were corrected after they had closed, or came after their turn. */
function correctedBars({ run }: HostedSession, symbol: string): Float64Array {
  return Float64Array.from(
    run.log.events.flatMap((event) =>
      event.type === 'bar_corrected' && event.symbol === symbol ? [Date.parse(event.open)] : [],
    ),
  );
}

interface UpdateParts {
  readonly reset: boolean;
  readonly forming: FormingBarUpdate | null;
  readonly studies: readonly StudyUpdate[];
  readonly record: SymbolRecord;
  readonly corrected: Float64Array;
}

/** The history shown, and today's bars from `from` on. */
function chartUpdate(
  { chartId, symbol, interval }: Feed,
  history: BarColumns,
  series: Series,
  from: number,
  { reset, forming, studies, record, corrected }: UpdateParts,
): ChartUpdate {
  const { length } = series.bars;
  const bars = new BarColumns(history.length + length - from);
  bars.appendFrom(history);
  bars.appendFrom(series.bars, from, length);
  const { openMs, open, high, low, close, volume } = sliceColumns(bars);
  const coverage = new Float64Array(series.derived ? bars.length : 0).fill(1);
  if (series.derived) coverage.set(series.coverage.subarray(from, length), history.length);
  const columns = { openMs, open, high, low, close, volume, coverage };
  const catchup = catchupStretch(record);
  return { chartId, symbol, interval, reset, ...columns, forming, studies, catchup, corrected };
}

function emptyUpdate({ chartId, symbol, interval }: Feed): ChartUpdate {
  const bars = { openMs: NONE, open: NONE, high: NONE, low: NONE, close: NONE, volume: NONE, coverage: NONE };
  const nothing = { forming: null, studies: [], catchup: null, corrected: NONE };
  return { chartId, symbol, interval, reset: true, ...bars, ...nothing };
}

function formingOf(forming: FormingBarUpdate | undefined): FormingBarUpdate | null {
  if (forming === undefined) return null;
  const { openMs, open, high, low, close, volume } = forming;
  return { openMs, open, high, low, close, volume };
}

/** The range that arrived in catch-up: from the day's first bar to the instant of adding. */
function catchupStretch(record: SymbolRecord | undefined): ChartUpdate['catchup'] {
  const addedAt = record?.metadata.added_at;
  const fromMs = record?.baseBars?.openMs[0];
  if (typeof addedAt !== 'string' || fromMs === undefined) return null;
  const toMs = Date.parse(addedAt);
  return toMs > fromMs ? { fromMs, toMs } : null;
}
