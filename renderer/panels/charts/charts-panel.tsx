import { useView } from '../../state/workstation-context.ts';
import { classNames } from '../../ui/class-names.ts';
import { ChartPane } from './chart-pane.tsx';
import styles from './charts-panel.module.css';

/** One to twelve panes in an even grid. */
export function ChartsPanel() {
  const count = useView((view) => view.paneCount);
  return (
    <section className={classNames(styles['grid'], styles[`panes${count}`])} aria-label="Charts">
      {Array.from({ length: count }, (_, index) => (
        <ChartPane key={index} index={index} />
      ))}
    </section>
  );
}
