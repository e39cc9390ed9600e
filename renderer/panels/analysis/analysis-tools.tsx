import { ChevronDown } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { AnalysisTab } from '../../state/view-store.ts';
import { useView, useWorkstation } from '../../state/workstation-context.ts';
import { ActionMenu } from '../../ui/action-menu.tsx';
import { Segments } from '../../ui/segments.tsx';
import { useOverflow } from '../../ui/use-overflow.ts';
import tools from '../shell/panel-tools.module.css';
import { ExportMenu } from './export-menu.tsx';

const TABS: readonly { readonly value: AnalysisTab; readonly label: string }[] = [
  { value: 'signals', label: 'Signals' },
  { value: 'orders', label: 'Orders' },
  { value: 'quality', label: 'Quality' },
  { value: 'log', label: 'Log' },
  { value: 'performance', label: 'Performance' },
  { value: 'report', label: 'Report' },
];

/** In the head of the analysis: its tabs, all of them in a menu as well where the panel is too narrow, and exports. */
export function AnalysisTools() {
  const { view } = useWorkstation();
  const tab = useView((state) => state.analysisTab);
  const row = useRef<HTMLDivElement>(null);
  const overflows = useOverflow(row);
  const show = (analysisTab: AnalysisTab): void => view.setState({ analysisTab });
  useEffect(() => {
    row.current
      ?.querySelector('[aria-selected="true"]')
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });
  return (
    <div className={tools['tools']}>
      <div ref={row} className={tools['scroller']} data-overflows={overflows}>
        <Segments label="Analysis" role="tablist" quiet value={tab} segments={TABS} onChoose={show} />
      </div>
      {overflows ? (
        <ActionMenu
          label="All tabs"
          shown={<ChevronDown size={13} aria-hidden />}
          bare
          actions={TABS.map(({ value, label }) => ({ label, run: () => show(value) }))}
        />
      ) : null}
      <span className={tools['count']} />
      <ExportMenu />
    </div>
  );
}
