import { asTicker } from '../../core/base/epoch-ms.ts';
import type { Interval } from '../../core/base/interval.ts';
import { BarColumns, sliceColumns } from '../../core/model/bar-columns.ts';
import type { SymbolRecord } from '../../core/session-data/symbol-record.ts';
import type { ChartUpdate, FormingBar } from '../contract/batch.ts';
import type { RequestParams } from '../contract/requests.ts';
import type { HostedSession } from './hosted-session.ts';

/** Bars of the days before that a chart is given to begin with. */
const HISTORY_BARS = 2_000;

type Wanted = RequestParams<'subscribe_charts'>['charts'][number];

interface Feed {
  readonly chartId: string;
  readonly symbol: string;
  readonly interval: Interval;
  /** The record whose bars were sent; another one (new day, re-add, rebuilt run) means beginning anew. */
  record: SymbolRecord | undefined;
  sentBars: number;
  sentForming: string;
  begun: boolean;
}

/** The charts on screen: each is sent in full once, then what has closed since and the bar in progress. */
export class ChartFeeds {
  #feeds: Feed[] = [];

  subscribe(charts: readonly Wanted[]): void {
    this.#feeds = charts.map(({ chart_id, symbol, interval }) => {
      const same = this.#feeds.find(
        (feed) => feed.chartId === chart_id && feed.symbol === symbol && feed.interval === interval,
      );
      return same ?? { chartId: chart_id, symbol, interval, ...nothingSent() };
    });
  }

  /** Everything is sent in full again, as after a snapshot. */
  reset(): void {
    for (const feed of this.#feeds) Object.assign(feed, nothingSent());
  }

  takeUpdates(session: HostedSession): ChartUpdate[] {
    return this.#feeds.flatMap((feed) => this.#update(feed, session) ?? []);
  }

  #update(feed: Feed, { run }: HostedSession): ChartUpdate | undefined {
    const record = run.day?.data.record(asTicker(feed.symbol));
    const series = record?.series.get(feed.interval);
    if (record === undefined || series === undefined) {
      if (feed.begun && feed.record === undefined) return undefined;
      Object.assign(feed, { ...nothingSent(), begun: true });
      return chartUpdate(feed, new BarColumns(0), [], { reset: true, forming: null, record: undefined });
    }
    const reset = feed.record !== record || !feed.begun;
    const forming = formingOf(series.hasForming ? series.forming : undefined);
    const formingText = forming === null ? '' : `${forming.openMs} ${forming.close} ${forming.volume}`;
    const { length } = series.bars;
    if (!reset && length === feed.sentBars && formingText === feed.sentForming) return undefined;
    const from = reset ? 0 : feed.sentBars;
    const bars = new BarColumns(length - from);
    const history = reset ? run.day?.data.historicalBars(record.symbol, feed.interval) : undefined;
    if (history !== undefined) bars.appendFrom(history, Math.max(0, history.length - HISTORY_BARS));
    const historyBars = bars.length;
    bars.appendFrom(series.bars, from, length);
    const coverage = [
      ...Array.from({ length: historyBars }, () => 1),
      ...(series.derived
        ? series.coverage.subarray(from, length)
        : Array.from({ length: length - from }, () => 1)),
    ];
    Object.assign(feed, { record, sentBars: length, sentForming: formingText, begun: true });
    return chartUpdate(feed, bars, coverage, { reset, forming, record });
  }
}

const nothingSent = () => ({ record: undefined, sentBars: 0, sentForming: '', begun: false });

function chartUpdate(
  { chartId, symbol, interval }: Feed,
  bars: BarColumns,
  coverage: readonly number[],
  {
    reset,
    forming,
    record,
  }: { reset: boolean; forming: FormingBar | null; record: SymbolRecord | undefined },
): ChartUpdate {
  const { openMs, open, high, low, close, volume } = sliceColumns(bars);
  const columns = { openMs, open, high, low, close, volume, coverage: Float64Array.from(coverage) };
  return { chartId, symbol, interval, reset, ...columns, forming, catchup: catchupStretch(record) };
}

function formingOf(forming: FormingBar | undefined): FormingBar | null {
  if (forming === undefined) return null;
  const { openMs, open, high, low, close, volume } = forming;
  return { openMs, open, high, low, close, volume };
}

/** What arrived in catch-up: from the day's first bar to the instant of adding. */
function catchupStretch(record: SymbolRecord | undefined): ChartUpdate['catchup'] {
  const addedAt = record?.metadata.added_at;
  const fromMs = record?.baseBars?.openMs[0];
  if (typeof addedAt !== 'string' || fromMs === undefined) return null;
  const toMs = Date.parse(addedAt);
  return toMs > fromMs ? { fromMs, toMs } : null;
}
