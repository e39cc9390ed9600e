import { AppWindow, Camera, Link2, Unlink2 } from 'lucide-react';
import { counted } from '../../format/number.ts';
import {
  PANE_COUNTS,
  setPaneCount,
  setSecondOpen,
  type ChartWindow,
  type PaneCount,
} from '../../state/view-store.ts';
import { useView, useWorkstation } from '../../state/workstation-context.ts';
import { IconButton } from '../../ui/button.tsx';
import { Segments } from '../../ui/segments.tsx';
import styles from '../shell/panel-tools.module.css';
import { saveActiveChart } from './save-picture.ts';

/** In the head of the charts of a window: the number of panes, and actions for all of them. */
export function ChartTools({ where }: { readonly where: ChartWindow }) {
  const workstation = useWorkstation();
  const { view, session } = workstation;
  const linked = useView((state) => state.linked);
  const count = useView((state) => (where === 'main' ? state.paneCount : state.secondCount));
  const secondOpen = useView((state) => state.secondOpen);
  const symbols = (): readonly string[] => session.getState().copy.order;
  return (
    <div className={styles['tools']}>
      <span className={styles['count']} />
      <Segments
        label="Chart panes"
        quiet
        value={count}
        segments={PANE_COUNTS.map((value) => ({
          value,
          label: String(value),
          name: counted(value, 'chart pane'),
        }))}
        onChoose={(value: PaneCount) => view.setState(setPaneCount(value, symbols(), where))}
      />
      <IconButton
        look="quiet"
        label="Link crosshair and time of all panes"
        aria-pressed={linked}
        icon={linked ? <Link2 size={13} /> : <Unlink2 size={13} />}
        onClick={() => view.setState({ linked: !linked })}
      />
      <IconButton
        look="quiet"
        label="Save the active chart as a picture"
        icon={<Camera size={13} />}
        onClick={() => saveActiveChart(workstation)}
      />
      <IconButton
        look="quiet"
        label={secondOpen ? 'Close the second window of charts' : 'Charts in a second window'}
        aria-pressed={secondOpen}
        icon={<AppWindow size={13} />}
        onClick={() => view.setState(setSecondOpen(!secondOpen, symbols()))}
      />
    </div>
  );
}
