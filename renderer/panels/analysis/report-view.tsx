import { useEffect, useState } from 'react';
import type { ShownReport } from '../../../electron/contract/trading.ts';
import type { RunSummary } from '../../../core/session-coordinator/results/run-summary.ts';
import { useHeader, useWorkstation } from '../../state/workstation-context.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Report } from './report.tsx';
import { TradingReport } from './trading-report.tsx';

const ENDED: ReadonlySet<string> = new Set(['completed', 'failed']);
const ASK_AGAIN_MS = 250;

interface Reports {
  readonly summary: RunSummary;
  readonly trading: ShownReport | null;
}

/** The run's summary and the result of its trading, requested when the run has ended; null until then. */
function useReports(ended: boolean): Reports | null {
  const { client } = useWorkstation();
  const [reports, setReports] = useState<Reports | null>(null);
  useEffect(() => {
    if (!ended) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let left = false;
    const ask = async (): Promise<void> => {
      const summary = await client.request('report', {});
      if (left || !summary.ok) return;
      if (summary.value === null) {
        // The end is announced a moment before the summary is written.
        timer = setTimeout(() => void ask(), ASK_AGAIN_MS);
        return;
      }
      const trading = await client.request('trading_report', {});
      if (!left) setReports({ summary: summary.value, trading: trading.ok ? trading.value : null });
    };
    void ask();
    return () => {
      left = true;
      clearTimeout(timer);
      setReports(null);
    };
  }, [client, ended]);
  return reports;
}

/** The session's result, once it has ended. */
export function ReportView() {
  const ended = useHeader((header) => ENDED.has(header.state), false);
  const reports = useReports(ended);
  if (!ended) {
    return (
      <EmptyState
        title="The session has not ended"
        text="Its report is here at the close of the last day: trades, bars, quality, gaps, catch-ups."
      />
    );
  }
  if (reports === null) return <EmptyState title="The report is being written" />;
  return (
    <Report report={reports.summary}>
      {reports.trading === null ? null : <TradingReport report={reports.trading} />}
    </Report>
  );
}
