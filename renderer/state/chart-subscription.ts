import { disposable } from '../../core/base/disposable.ts';
import type { Interval } from '../../core/base/interval.ts';
import type { Study } from '../../electron/contract/study.ts';
import type { EngineClient } from '../bridge/engine-client.ts';
import type { ChartCache } from '../chart/chart-cache.ts';
import { studiesOf, type SessionIndicators } from './studies.ts';
import type { SessionCopy } from './session-copy.ts';
import type { SessionStore } from './session-store.ts';
import { isShown, type Pane, type ViewState, type ViewStore } from './view-store.ts';

/** One chart on screen. The id names its content, so that bars of its earlier content cannot get into it. */
export interface ShownChart {
  readonly chartId: string;
  readonly symbol: string;
  readonly interval: Interval;
  readonly studies: readonly Study[];
}

/** The content of a pane, or null while it has nothing to show. */
export function chartOf(
  pane: Pane,
  intervals: readonly Interval[],
  indicators: SessionIndicators,
): ShownChart | null {
  const [shortest] = intervals;
  if (pane.symbol === null || shortest === undefined) return null;
  const interval = pane.interval !== null && intervals.includes(pane.interval) ? pane.interval : shortest;
  const studies = studiesOf(pane, interval, indicators);
  const chartId = `${pane.id}:${pane.symbol}:${interval}:${fingerprint(JSON.stringify(studies))}`;
  return { chartId, symbol: pane.symbol, interval, studies };
}

/** A short name for a text: FNV-1a, 32 bits. */
function fingerprint(text: string): string {
  let hash = 0x81_1c_9d_c5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01_00_01_93);
  return (hash >>> 0).toString(36);
}

/** Charts that the engine can send: those on screen whose symbol is in the session. */
function shownCharts(view: ViewState, copy: SessionCopy): readonly ShownChart[] {
  const { intervals = [], indicators = [] } = copy.header ?? {};
  return view.panes
    .filter((_, index) => isShown(view, index))
    .map((pane) => chartOf(pane, intervals, indicators))
    .filter((chart): chart is ShownChart => chart !== null && copy.rows.has(chart.symbol));
}

interface Parts {
  readonly client: EngineClient;
  readonly session: SessionStore;
  readonly view: ViewStore;
  readonly charts: ChartCache;
}

/** Sends the engine the list of charts on screen whenever it changes. */
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
      charts: shown.map(({ chartId, symbol, interval, studies }) => ({
        chart_id: chartId,
        symbol,
        interval,
        studies: studies.map(({ name, parameters }) => ({ name, parameters })),
      })),
    });
  };
  const stopView = view.subscribe(tell);
  const stopSession = session.subscribe((state, before) => {
    // A restarted engine knows no charts yet.
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
