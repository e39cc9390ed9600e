import { Camera, Link2, Unlink2 } from 'lucide-react';
import { counted } from '../../format/number.ts';
import { PANE_COUNTS, setPaneCount, type PaneCount } from '../../state/view-store.ts';
import { useView, useWorkstation } from '../../state/workstation-context.ts';
import { IconButton } from '../../ui/button.tsx';
import { Segments } from '../../ui/segments.tsx';
import { AnalysisTools } from '../analysis/analysis-tools.tsx';
import { SymbolTools } from '../symbols/symbol-tools.tsx';
import { saveActiveChart } from '../charts/save-picture.ts';
import styles from './panel-tools.module.css';

/** What stands beside a panel's name in its head. */
export function PanelTools({ panel }: { readonly panel: string | undefined }) {
  if (panel === 'symbols') return <SymbolTools />;
  if (panel === 'charts') return <ChartTools />;
  if (panel === 'analysis') return <AnalysisTools />;
  return null;
}

function ChartTools() {
  const workstation = useWorkstation();
  const { view, session } = workstation;
  const linked = useView((state) => state.linked);
  const count = useView((state) => state.paneCount);
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
        onChoose={(value: PaneCount) => view.setState(setPaneCount(value, session.getState().copy.order))}
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
    </div>
  );
}
