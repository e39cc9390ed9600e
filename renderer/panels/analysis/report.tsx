import type { ReactNode } from 'react';
import type { RunSummary } from '../../../core/session-coordinator/results/run-summary.ts';
import { formatCount, formatDuration } from '../../format/number.ts';
import { daysText } from './report-words.ts';
import { ReportTable } from './report-table.tsx';
import styles from './report-view.module.css';

/** The result of a run. */
export function Report({ report, children }: { readonly report: RunSummary; readonly children?: ReactNode }) {
  const { notifications, results, timing, catchups, failures, findings, days } = report;
  const signals = typeof results['signals'] === 'number' ? results['signals'] : 0;
  const figures: readonly (readonly [string, string])[] = [
    ['Days', daysText(days)],
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
      {children}
      {Object.keys(report.symbols).length === 0 ? null : <ReportTable report={report} />}
      {failures.length === 0 ? null : (
        <ul className={styles['failures']}>
          {failures.map(({ symbol, reason }, index) => (
            <li key={index}>
              ⚠ {reason.startsWith(symbol) ? null : <strong>{symbol} </strong>}
              {reason}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
