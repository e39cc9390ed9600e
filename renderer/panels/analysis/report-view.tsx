import { useEffect, useState } from 'react';
import type { RunSummary } from '../../../core/session-coordinator/run-summary.ts';
import { useHeader, useWorkstation } from '../../state/workstation-context.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Report } from './report.tsx';

const ENDED: ReadonlySet<string> = new Set(['completed', 'failed']);
const ASK_AGAIN_MS = 250;

/** The run's summary, asked for when it has ended; null until then. */
function useReport(ended: boolean): RunSummary | null {
  const { client } = useWorkstation();
  const [report, setReport] = useState<RunSummary | null>(null);
  useEffect(() => {
    if (!ended) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let left = false;
    const ask = async (): Promise<void> => {
      const answer = await client.request('report', {});
      if (left || !answer.ok) return;
      setReport(answer.value);
      // The end is announced a moment before the summary is written.
      if (answer.value === null) timer = setTimeout(() => void ask(), ASK_AGAIN_MS);
    };
    void ask();
    return () => {
      left = true;
      clearTimeout(timer);
      setReport(null);
    };
  }, [client, ended]);
  return report;
}

/** What the session came to, once it has ended. */
export function ReportView() {
  const ended = useHeader((header) => ENDED.has(header.state), false);
  const report = useReport(ended);
  if (!ended) {
    return (
      <EmptyState
        title="The session has not ended"
        text="Its report is here at the close of the last day: bars, quality, gaps, catch-ups, signals."
      />
    );
  }
  if (report === null) return <EmptyState title="The report is being written" />;
  return <Report report={report} />;
}
