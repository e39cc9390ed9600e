import { Camera, FileInput, Link2, Unlink2 } from 'lucide-react';
import { counted } from '../../format/number.ts';
import {
  PANE_COUNTS,
  setPaneCount,
  type AnalysisTab,
  type PaneCount,
  type SymbolOrder,
} from '../../state/view-store.ts';
import { useCopy, useView, useWorkstation } from '../../state/workstation-context.ts';
import { IconButton } from '../../ui/button.tsx';
import { Segments } from '../../ui/segments.tsx';
import { ExportMenu } from '../analysis/export-menu.tsx';
import { chooseFiles } from '../import/import-inputs.tsx';
import { saveActiveChart } from '../charts/save-picture.ts';
import styles from './panel-tools.module.css';

/** What stands beside a panel's name in its head. */
export function PanelTools({ panel }: { readonly panel: string | undefined }) {
  if (panel === 'symbols') return <SymbolTools />;
  if (panel === 'charts') return <ChartTools />;
  if (panel === 'analysis') return <AnalysisTools />;
  return null;
}

const ORDERS: readonly { readonly value: SymbolOrder; readonly label: string; readonly name: string }[] = [
  { value: 'added', label: 'Added', name: 'In the order in which they were added' },
  { value: 'symbol', label: 'A–Z', name: 'By symbol' },
  { value: 'change', label: '±%', name: 'By change' },
];

function SymbolTools() {
  const { view } = useWorkstation();
  const order = useView((state) => state.symbolOrder);
  const count = useCopy((copy) => copy.order.length);
  return (
    <div className={styles['tools']}>
      <span className={styles['count']}>{counted(count, 'symbol')}</span>
      <Segments
        label="Order of symbols"
        quiet
        value={order}
        segments={ORDERS}
        onChoose={(symbolOrder) => view.setState({ symbolOrder })}
      />
      <IconButton
        look="quiet"
        label="Import bars from files"
        keys="Ctrl+I"
        icon={<FileInput size={14} />}
        onClick={chooseFiles}
      />
    </div>
  );
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

const TABS: readonly { readonly value: AnalysisTab; readonly label: string }[] = [
  { value: 'signals', label: 'Signals' },
  { value: 'orders', label: 'Orders' },
  { value: 'quality', label: 'Quality' },
  { value: 'log', label: 'Log' },
  { value: 'performance', label: 'Performance' },
  { value: 'report', label: 'Report' },
];

function AnalysisTools() {
  const { view } = useWorkstation();
  const tab = useView((state) => state.analysisTab);
  return (
    <div className={styles['tools']}>
      <Segments
        label="Analysis"
        role="tablist"
        quiet
        value={tab}
        segments={TABS}
        onChoose={(analysisTab) => view.setState({ analysisTab })}
      />
      <span className={styles['count']} />
      <ExportMenu />
    </div>
  );
}
