import type { ReactNode } from 'react';
import { visibleAnalysis, type AnalysisView } from '../../state/session-copy.ts';
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

/** The results. While the session is blocked: a notice, and beneath it the results from when the block began. */
export function AnalysisPanel() {
  const tab = useAnalysisTab();
  const blocked = useHeader((header) => header.blocked, false);
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
        {tab === 'signals' ? <Signals /> : null}
        {tab === 'orders' ? <Orders /> : null}
        {tab === 'quality' ? <QualityView /> : null}
        {tab === 'log' ? <Log /> : null}
        {tab === 'report' ? <ReportView /> : null}
        {tab === 'feed' ? <FeedView /> : null}
        {tab === 'performance' ? <Performance /> : null}
      </div>
      {blocked ? <BlockedNotice /> : null}
    </section>
  );
}

/** Each listens to its own part of the visible results: the clock moves in every batch and redraws no list. */
const useVisible = <K extends keyof AnalysisView>(part: K): AnalysisView[K] =>
  useCopy((copy) => visibleAnalysis(copy)[part]);

const Signals = (): ReactNode => <SignalsView signals={useVisible('signals')} />;
const Orders = (): ReactNode => <OrdersView trading={useVisible('trading')} />;
const Log = (): ReactNode => <LogView log={useVisible('log')} />;
const Performance = (): ReactNode => <PerformanceView view={useCopy(visibleAnalysis)} />;
