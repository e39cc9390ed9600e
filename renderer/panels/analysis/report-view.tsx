import { useEffect, useState } from 'react';
import type { RunSummary } from '../../../core/session-coordinator/run-summary.ts';
import { formatCount, formatDuration } from '../../format/number.ts';
import { useHeader, useWorkstation } from '../../state/workstation-context.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import styles from './report-view.module.css';
import { ReportTable } from './report-table.tsx';

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

function Report({ report }: { readonly report: RunSummary }) {
  const { notifications, results, timing, catchups, failures, findings, days } = report;
  const signals = typeof results['signals'] === 'number' ? results['signals'] : 0;
  const figures: readonly (readonly [string, string])[] = [
    ['Days', days.length === 1 ? (days[0] ?? '') : `${days.length}, ${days[0]} to ${days.at(-1)}`],
    ['Bars', formatCount(timing.bars)],
    [
      'Notifications',
      `${formatCount(notifications.delivered)}, ${formatCount(notifications.dropped)} dropped`,
    ],
    ['Signals', formatCount(signals)],
    ['Catch-ups', formatCount(catchups.length)],
    ['Findings', formatCount(findings.reduce((sum, each) => sum + each.count, 0))],
    ['Took', `${formatDuration(timing.run_ms)}, ${formatCount(timing.bars_per_second)} bars/s`],
  ];
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
    <section className={styles['report']} data-testid="report" tabIndex={0} aria-label="Report">
      <p className={styles['outcome']}>
        <strong>
          {report.outcome === 'completed' ? 'Completed' : `Ended: ${report.reason ?? report.outcome}`}
        </strong>
        {report.synthetic ? ' · synthetic data' : ''}
      </p>
      <dl className={styles['figures']}>
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <ReportTable report={report} />
      {failures.length === 0 ? null : (
        <ul className={styles['failures']}>
          {failures.map(({ symbol, reason }, index) => (
            <li key={index}>
              ⚠ <strong>{symbol}</strong> {reason}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
