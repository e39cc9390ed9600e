import { formatCount, formatDuration, NO_VALUE } from '../../format/number.ts';
import { isoUtc, type EpochMs } from '../../../core/base/epoch-ms.ts';
import { formatUtc } from '../../format/zone-format.ts';
import type { AnalysisView } from '../../state/session-copy.ts';
import { useHeader, useZoneFormat } from '../../state/workstation-context.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import styles from './analysis-panel.module.css';
import { RowList } from './row-list.tsx';
import rowStyles from './rows.module.css';

/** The engine's speed, delivered and dropped notifications, and every catch-up. */
export function PerformanceView({ view }: { readonly view: AnalysisView }) {
  const format = useZoneFormat();
  const dayMs = useHeader(({ openMs }) => openMs, 0);
  const { header, catchups } = view;
  if (header === null)
    return <EmptyState title="No figures yet" text="They come with the session's first bars." />;
  const numbered = catchups.map((report, index) => ({ ...report, index }));
  return (
    <div className={styles['figures']}>
      <dl>
        <dt>Bars a second</dt>
        <dd>{formatCount(header.barsPerSecond)}</dd>
        <dt>Bars in the queues</dt>
        <dd title="Of all symbols; in the longest queue">
          {formatCount(header.queuedBars)}, longest {formatCount(header.longestQueue)}
        </dd>
        <dt title="Processor time of one instant of the session's clock, on average">Work an instant</dt>
        <dd>{header.loopMicros === null ? NO_VALUE : `${formatCount(header.loopMicros)} µs`}</dd>
        <dt>Engine at work</dt>
        <dd>{header.loopBusyPercent}%</dd>
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
          cells={({ clockMs, symbol, bars, wallMs, droppedNotifications }) => [
            isoUtc(clockMs as EpochMs),
            symbol,
            String(bars),
            formatDuration(wallMs),
            String(droppedNotifications),
          ]}
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
