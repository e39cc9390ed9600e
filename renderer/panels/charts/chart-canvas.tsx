import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { isoUtc, type EpochMs } from '../../../core/base/epoch-ms.ts';
import type { Fill } from '../../../core/execution/order.ts';
import type { Closure, ProgressMark, SignalRow } from '../../../electron/contract/batch.ts';
import { readChartTheme } from '../../chart/chart-theme.ts';
import { LiveChart } from '../../chart/live-chart.ts';
import type { ShownChart } from '../../state/chart-subscription.ts';
import { counted, type Ticks } from '../../format/number.ts';
import { visibleAnalysis } from '../../state/session-copy.ts';
import { useHeader, useWorkstation, useZoneFormat } from '../../state/workstation-context.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import styles from './chart-pane.module.css';
import { writeLegend } from './legend.ts';
import { writeStudyLegend } from './study-legend.ts';
import { useListOf } from './use-list-of.ts';

const NO_CLOSURES: readonly Closure[] = [];

interface ChartCanvasProps {
  readonly chart: ShownChart;
  readonly children: ReactNode;
}

/** The canvas of one chart. React makes the frame; bars pass from the cache to the canvas without it. */
export function ChartCanvas({ chart, children }: ChartCanvasProps) {
  const { charts, link, queue, older, session } = useWorkstation();
  const shown = useRef(chart);
  const { chartId, symbol, interval } = chart;
  const canvas = useRef<HTMLElement>(null);
  const legend = useRef<HTMLSpanElement>(null);
  const studies = useRef<HTMLDivElement>(null);
  const live = useRef<LiveChart | null>(null);
  const [waiting, setWaiting] = useState(true);
  const [hasCatchup, setHasCatchup] = useState(false);
  const [corrected, setCorrected] = useState(0);
  const format = useZoneFormat();
  const openMs = useHeader((header) => header.openMs, 0);
  const signals = useSignalsOf(symbol);
  const fills = useFillsOf(symbol);
  const halts = useHaltsOf(symbol);

  useLayoutEffect(() => {
    shown.current = chart;
  });
  useLayoutEffect(() => {
    const container = canvas.current;
    if (container === null) return;
    const bars = charts.open(chartId);
    const ticks = (): Ticks | undefined => session.getState().copy.rows.get(symbol)?.instrument;
    let told: number | null = null;
    const tellReact = (): void => {
      setWaiting(bars.bars.length === 0 && bars.forming === null);
      setHasCatchup(bars.catchup !== null);
      setCorrected(bars.corrected.length);
      const first = bars.bars.length === 0 ? Number.NaN : (bars.bars.openMs[0] as number);
      if (Object.is(first, told)) return;
      told = first;
      container.dataset['firstOpen'] = Number.isNaN(first) ? '' : isoUtc(first as EpochMs);
    };
    tellReact();
    const subscription = bars.changed.subscribe(tellReact);
    live.current = new LiveChart({
      container,
      bars,
      format,
      theme: readChartTheme(container),
      interval,
      link,
      chartId,
      queue,
      closures: () => session.getState().copy.header?.closures ?? NO_CLOSURES,
      onOldestInSight: () => void older.fetch(shown.current),
      onLegend: (values) => writeLegend(legend.current, values, ticks()),
      ticks: ticks(),
      onStudies: (readings, tops) => writeStudyLegend(studies.current, readings, tops),
    });
    return () => {
      subscription[Symbol.dispose]();
      live.current?.[Symbol.dispose]();
      live.current = null;
    };
  }, [charts, link, queue, older, session, chartId, interval, format, symbol]);

  useEffect(() => live.current?.showMarks(signals, fills, halts));

  return (
    <div className={styles['frame']}>
      <div className={styles['head']}>
        <span className={styles['intervals']}>{children}</span>
        <span ref={legend} className={styles['legend']} data-testid="legend" />
        <ChartKey hasCatchup={hasCatchup} corrected={corrected} />
      </div>
      <div className={styles['plot']}>
        <figure
          ref={canvas}
          className={styles['canvas']}
          aria-label={`Chart of ${symbol}, ${interval} bars`}
        />
        <div ref={studies} className={styles['studies']} data-testid="studies" />
        {waiting ? (
          <div className={styles['waiting']}>
            <EmptyState
              title={`No ${interval} bars of ${symbol} yet`}
              text="They appear as the clock reaches them."
            />
          </div>
        ) : null}
        <abbr className={styles['zone']} title={format.zone}>
          {openMs === 0 ? '' : format.zoneName(openMs)}
        </abbr>
      </div>
    </div>
  );
}

/** Explains the shade and the dots, where there are any. */
function ChartKey({ hasCatchup, corrected }: { readonly hasCatchup: boolean; readonly corrected: number }) {
  return (
    <span className={styles['key']}>
      {corrected === 0 ? null : (
        <span className={styles['corrected']} data-testid="chart-corrected">
          <i />
          {counted(corrected, 'correction')} by the feed
        </span>
      )}
      {hasCatchup ? (
        <span className={styles['catchup']}>
          <i />
          arrived in catch-up
        </span>
      ) : null}
    </span>
  );
}

/** Visible signals of one symbol. */
const useSignalsOf = (symbol: string): readonly SignalRow[] =>
  useListOf(
    symbol,
    (copy) => visibleAnalysis(copy).signals,
    (signal) => signal.symbol === symbol,
  );

/** Visible executions of one symbol. */
const useFillsOf = (symbol: string): readonly Fill[] =>
  useListOf(
    symbol,
    (copy) => visibleAnalysis(copy).trading.fills,
    (fill) => fill.symbol === symbol,
  );

/** Times at which trading of one symbol was halted and resumed. */
const useHaltsOf = (symbol: string): readonly ProgressMark[] =>
  useListOf(
    symbol,
    (copy) => copy.marks,
    (mark) => mark.symbol === symbol && (mark.kind === 'halted' || mark.kind === 'resumed'),
  );
