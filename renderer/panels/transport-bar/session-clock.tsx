import { isoUtc, type EpochMs } from '../../../core/base/epoch-ms.ts';
import { formatUtc } from '../../format/zone-format.ts';
import { useHeader, useZoneFormat } from '../../state/workstation-context.ts';
import styles from './transport-bar.module.css';

/** The session's current time, in exchange time. */
export function SessionClock() {
  const clockMs = useHeader((header) => header.clockMs, null);
  const format = useZoneFormat();
  if (clockMs === null) {
    return (
      <span className={styles['clock']}>
        <span className={styles['time']} data-testid="clock">
          --:--:--
        </span>
      </span>
    );
  }
  return (
    <span className={styles['clock']} title={formatUtc(clockMs)}>
      <time className={styles['time']} dateTime={isoUtc(clockMs as EpochMs)} data-testid="clock">
        {format.clock(clockMs)}
      </time>
      <abbr className={styles['zone']} title={format.zone}>
        {format.zoneName(clockMs)}
      </abbr>
    </span>
  );
}
