import type { Interval } from '../../../core/base/interval.ts';
import { chartOf } from '../../state/chart-subscription.ts';
import type { SessionIndicators } from '../../state/studies.ts';
import { activatePane, setPaneInterval } from '../../state/view-store.ts';
import { useCopy, useHeader, useView, useWorkstation } from '../../state/workstation-context.ts';
import { classNames } from '../../ui/class-names.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Segments } from '../../ui/segments.tsx';
import { ChartCanvas } from './chart-canvas.tsx';
import styles from './chart-pane.module.css';
import { PaneSymbol } from './pane-symbol.tsx';
import { StudyMenu } from './study-menu.tsx';

const NO_INTERVALS: readonly Interval[] = [];

const NO_INDICATORS: SessionIndicators = [];

/** A chart with its symbol, interval and figures. */
export function ChartPane({ index }: { readonly index: number }) {
  const { view } = useWorkstation();
  const pane = useView((state) => state.panes[index]);
  const active = useView((state) => state.activePane === index && (state.paneCount > 1 || state.secondOpen));
  const theme = useView((state) => state.theme);
  const intervals = useHeader((header) => header.intervals, NO_INTERVALS);
  const indicators = useHeader((header) => header.indicators, NO_INDICATORS);
  const chart = pane === undefined ? null : chartOf(pane, intervals, indicators);
  const there = useCopy((copy) => chart !== null && copy.rows.has(chart.symbol));
  const hasSymbols = useCopy((copy) => copy.order.length > 0);
  const activate = (): void => view.setState(activatePane(index));
  return (
    <div
      className={classNames(styles['pane'], active && styles['active'])}
      data-testid="chart-pane"
      data-pane={index}
      data-chart-symbol={chart?.symbol}
      onPointerDownCapture={activate}
      onFocusCapture={activate}
    >
      {chart === null || !there ? (
        <EmptyState
          title={chart === null ? 'No symbol here' : `${chart.symbol} is not in the session`}
          text={
            hasSymbols ? 'Select one in the list, or choose it here.' : 'The session has no symbols to show.'
          }
          action={hasSymbols ? <PaneSymbol index={index} symbol={null} /> : null}
        />
      ) : (
        <ChartCanvas key={theme} chart={chart}>
          <PaneSymbol index={index} symbol={chart.symbol} />
          <Segments
            label={`Interval of ${chart.symbol}`}
            quiet
            value={chart.interval}
            segments={intervals.map((interval) => ({ value: interval, label: interval }))}
            onChoose={(interval) => view.setState(setPaneInterval(index, interval))}
          />
          <StudyMenu index={index} interval={chart.interval} shown={chart.studies} />
        </ChartCanvas>
      )}
    </div>
  );
}
