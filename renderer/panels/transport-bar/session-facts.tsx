import { useHeader, useZoneFormat } from '../../state/workstation-context.ts';
import { Badge } from '../../ui/badge.tsx';
import { AccountChip } from '../live/account-chip.tsx';
import { FeedChip } from '../live/feed-chip.tsx';
import styles from './transport-bar.module.css';

/** Mode, whether the data are generated, the day and its number. */
export function SessionFacts() {
  const format = useZoneFormat();
  const mode = useHeader((header) => header.mode, null);
  const synthetic = useHeader((header) => header.synthetic, false);
  const day = useHeader((header) => header.day, null);
  const index = useHeader((header) => header.dayIndex, 0);
  const count = useHeader((header) => header.dayCount, 0);
  const early = useHeader((header) => header.earlyClose, false);
  return (
    <div className={styles['facts']}>
      {mode === null ? null : (
        <Badge look={mode === 'live' ? 'accent' : 'plain'} testId="mode">
          {mode}
        </Badge>
      )}
      <FeedChip />
      <AccountChip />
      {synthetic ? (
        <Badge
          look="dashed"
          testId="synthetic"
          title="Bars on screen were generated; no market ever traded them"
        >
          Synthetic data
        </Badge>
      ) : null}
      {day === null ? null : (
        <>
          <span data-testid="session-date">{format.dateOfDay(day)}</span>
          {mode === 'live' ? null : (
            <span className={styles['muted']}>
              day {index + 1} of {count}
            </span>
          )}
        </>
      )}
      {early ? <Badge look="accent">Early close</Badge> : null}
    </div>
  );
}
