import type { EngineClient } from '../bridge/engine-client.ts';
import type { ChartBars, ChartCache } from '../chart/chart-cache.ts';
import type { ShownChart } from './chart-subscription.ts';
import { notifyFailure, type NoticeStore } from './notice-store.ts';

interface Parts {
  readonly client: EngineClient;
  readonly charts: ChartCache;
  readonly notices: NoticeStore;
}

/** Fetches bars of earlier days for charts that are scrolled back: one batch at a time per chart. */
export class OlderBarsLoader {
  readonly #parts: Parts;
  readonly #asking = new Set<string>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Requests the batch before a chart's first bar, unless one is on its way or there is none. */
  async fetch({ chartId, symbol, interval, studies }: ShownChart): Promise<void> {
    const { client, charts, notices } = this.#parts;
    const chart = charts.find(chartId);
    if (chart === undefined || !chart.hasOlder || this.#asking.has(chartId)) return;
    const first = firstOpen(chart);
    if (first === null) return;
    this.#asking.add(chartId);
    const wanted = studies.map(({ name, parameters }) => ({ name, parameters }));
    const answer = await client.request('chart_history', {
      symbol,
      interval,
      before_ms: first,
      studies: wanted,
    });
    this.#asking.delete(chartId);
    // Another day, a removal or a rebuilt run came in between: the batch belongs to the earlier content.
    if (charts.find(chartId) !== chart || firstOpen(chart) !== first) return;
    if (answer.ok) chart.prepend(answer.value);
    else {
      chart.hasOlder = false;
      notifyFailure(notices, answer.failure);
    }
  }
}

const firstOpen = ({ bars }: ChartBars): number | null =>
  bars.length === 0 ? null : (bars.openMs[0] ?? null);
