import { visibleAnalysis } from '../../state/session-copy.ts';
import { useCopy, useHeader } from '../../state/workstation-context.ts';
import styles from './analysis-panel.module.css';
import { BlockedNotice } from './blocked-notice.tsx';
import { LogView } from './log-view.tsx';
import { PastStrip } from './past-strip.tsx';
import { FeedView } from '../live/feed-view.tsx';
import { OrdersView } from '../orders/orders-view.tsx';
import { QualityView } from '../quality/quality-view.tsx';
import { PerformanceView } from './performance-view.tsx';
import { ReportView } from './report-view.tsx';
import { SignalsView } from './signals-view.tsx';
import { useAnalysisTab } from './use-analysis-tab.ts';

/** Results. While the session is blocked: a notice, and beneath it what stood here when the block began. */
export function AnalysisPanel() {
  const tab = useAnalysisTab();
  const blocked = useHeader((header) => header.blocked, false);
  const view = useCopy(visibleAnalysis);
  return (
    <section
      className={styles['panel']}
      aria-label="Analysis"
      data-testid="analysis-panel"
      data-blocked={blocked}
    >
      {blocked ? null : <PastStrip />}
      <div
        className={styles['content']}
        role="tabpanel"
        aria-label={tab}
        inert={blocked}
        aria-hidden={blocked}
      >
        {tab === 'signals' ? <SignalsView signals={view.signals} /> : null}
        {tab === 'orders' ? <OrdersView trading={view.trading} /> : null}
        {tab === 'quality' ? <QualityView /> : null}
        {tab === 'log' ? <LogView log={view.log} /> : null}
        {tab === 'report' ? <ReportView /> : null}
        {tab === 'feed' ? <FeedView /> : null}
        {tab === 'performance' ? <PerformanceView view={view} /> : null}
      </div>
      {blocked ? <BlockedNotice /> : null}
    </section>
  );
}
