import { ChevronDown } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { AnalysisTab } from '../../state/view-store.ts';
import { useCopy, useWorkstation } from '../../state/workstation-context.ts';
import { ActionMenu } from '../../ui/action-menu.tsx';
import { Segments } from '../../ui/segments.tsx';
import { useOverflow } from '../../ui/use-overflow.ts';
import tools from '../shell/panel-tools.module.css';
import { analysisTabs } from './analysis-tabs.ts';
import { ExportMenu } from './export-menu.tsx';
import { useAnalysisTab } from './use-analysis-tab.ts';

/** In the head of the analysis: its tabs, repeated in a menu where the panel is too narrow, and exports. */
export function AnalysisTools() {
  const { view } = useWorkstation();
  const tab = useAnalysisTab();
  const tabs = useCopy((copy) => analysisTabs(copy.header));
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
        <Segments label="Analysis" role="tablist" quiet value={tab} segments={tabs} onChoose={show} />
      </div>
      {overflows ? (
        <ActionMenu
          label="All tabs"
          shown={<ChevronDown size={13} aria-hidden />}
          bare
          actions={tabs.map(({ value, label }) => ({ label, run: () => show(value) }))}
        />
      ) : null}
      <span className={tools['count']} />
      <ExportMenu />
    </div>
  );
}
