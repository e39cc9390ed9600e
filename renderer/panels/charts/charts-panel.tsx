import type { PaneCount } from '../../state/view-store.ts';
import { useView } from '../../state/workstation-context.ts';
import { classNames } from '../../ui/class-names.ts';
import { ChartPane } from './chart-pane.tsx';
import styles from './charts-panel.module.css';

export function ChartsPanel() {
  return <ChartGrid first={0} count={useView((view) => view.paneCount)} />;
}

interface ChartGridProps {
  /** Index of the first pane. */
  readonly first: number;
  readonly count: PaneCount;
}

/** One to twelve panes in an even grid. */
export function ChartGrid({ first, count }: ChartGridProps) {
  return (
    <section className={classNames(styles['grid'], styles[`panes${count}`])} aria-label="Charts">
      {Array.from({ length: count }, (_, index) => (
        <ChartPane key={index} index={first + index} />
      ))}
    </section>
  );
}
