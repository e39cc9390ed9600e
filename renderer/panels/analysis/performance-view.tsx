import { formatCount, formatDuration } from '../../format/number.ts';
import { formatUtc } from '../../format/zone-format.ts';
import type { AnalysisView } from '../../state/session-copy.ts';
import { useHeader, useZoneFormat } from '../../state/workstation-context.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import styles from './analysis-panel.module.css';
import { RowList } from './row-list.tsx';
import rowStyles from './rows.module.css';

/** How fast the engine goes, what it delivered and dropped, and every catch-up. */
export function PerformanceView({ view }: { readonly view: AnalysisView }) {
  const format = useZoneFormat();
  const dayMs = useHeader(({ openMs }) => openMs, 0);
  const { header, catchups } = view;
  if (header === null) return <EmptyState title="No figures yet" />;
  const numbered = catchups.map((report, index) => ({ ...report, index }));
  return (
    <div className={styles['figures']}>
      <dl>
        <dt>Bars a second</dt>
        <dd>{formatCount(header.barsPerSecond)}</dd>
        <dt>Bars processed</dt>
        <dd>{formatCount(header.barsProcessed)}</dd>
        <dt>Notifications delivered</dt>
        <dd>{formatCount(header.delivered)}</dd>
        <dt>Notifications dropped</dt>
        <dd>{formatCount(header.dropped)}</dd>
        <dt>Catch-ups</dt>
        <dd>{formatCount(catchups.length)}</dd>
      </dl>
      {numbered.length === 0 ? (
        <EmptyState
          title="No catch-ups yet"
          text="Add a symbol while the session runs: its catch-up is listed here."
        />
      ) : (
        <RowList
          label="Catch-ups, newest first"
          rows={numbered}
          columns={rowStyles['catchups'] ?? ''}
          heads={['Time', 'Symbol', 'Bars', 'Took', 'Notifications dropped']}
          keyOf={(report) => report.index}
          render={(report) => (
            <>
              <time title={formatUtc(report.clockMs)}>{format.stamp(report.clockMs, dayMs)}</time>
              <strong>{report.symbol}</strong>
              <span className={rowStyles['number']}>{formatCount(report.bars)}</span>
              <span className={rowStyles['number']}>{formatDuration(report.wallMs)}</span>
              <span>{formatCount(report.droppedNotifications)}</span>
            </>
          )}
        />
      )}
    </div>
  );
}
