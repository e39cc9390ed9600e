import { disposable } from '../../core/base/disposable.ts';
import type { Interval } from '../../core/base/interval.ts';
import type { EngineClient } from '../bridge/engine-client.ts';
import type { ChartCache } from '../chart/chart-cache.ts';
import type { SessionCopy } from './session-copy.ts';
import type { SessionStore } from './session-store.ts';
import type { Pane, ViewState, ViewStore } from './view-store.ts';

/** One chart on screen. The id names what it shows, so that bars of what it showed before cannot get into it. */
export interface ShownChart {
  readonly chartId: string;
  readonly symbol: string;
  readonly interval: Interval;
}

/** What a pane shows, or null while it has nothing to show. */
export function chartOf(pane: Pane, intervals: readonly Interval[]): ShownChart | null {
  const [shortest] = intervals;
  if (pane.symbol === null || shortest === undefined) return null;
  const interval = pane.interval !== null && intervals.includes(pane.interval) ? pane.interval : shortest;
  return { chartId: `${pane.id}:${pane.symbol}:${interval}`, symbol: pane.symbol, interval };
}

/** Charts that the engine can send: those on screen whose symbol is in the session. */
function shownCharts(view: ViewState, copy: SessionCopy): readonly ShownChart[] {
  const intervals = copy.header?.intervals ?? [];
  return view.panes
    .slice(0, view.paneCount)
    .map((pane) => chartOf(pane, intervals))
    .filter((chart): chart is ShownChart => chart !== null && copy.rows.has(chart.symbol));
}

interface Parts {
  readonly client: EngineClient;
  readonly session: SessionStore;
  readonly view: ViewStore;
  readonly charts: ChartCache;
}

/** Tells the engine which charts are on screen, whenever that changes. */
export function subscribeCharts({ client, session, view, charts }: Parts): Disposable {
  let told = '';
  const tell = (): void => {
    const { copy } = session.getState();
    const shown = shownCharts(view.getState(), copy);
    if (shown.length === 0 && told === '') return;
    const text = [copy.header?.configId ?? '', ...shown.map((chart) => chart.chartId)].join(' ');
    if (text === told) return;
    told = text;
    const ids = new Set(shown.map((chart) => chart.chartId));
    charts.retain(ids);
    for (const id of ids) charts.open(id);
    void client.request('subscribe_charts', {
      charts: shown.map(({ chartId, symbol, interval }) => ({ chart_id: chartId, symbol, interval })),
    });
  };
  const stopView = view.subscribe(tell);
  const stopSession = session.subscribe((state, before) => {
    // An engine that comes back has been told nothing yet.
    if (state.died !== null) {
      told = '';
      return;
    }
    const same =
      state.copy.order === before.copy.order &&
      state.copy.header?.intervals === before.copy.header?.intervals;
    if (!same || told === '' || state.copy.header?.configId !== before.copy.header?.configId) tell();
  });
  return disposable(() => {
    stopView();
    stopSession();
  });
}
