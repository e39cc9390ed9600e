import { HOUR_MS, MINUTE_MS } from '../../../core/base/epoch-ms.ts';
import { formatUtc } from '../../format/zone-format.ts';
import { useZoneFormat } from '../../state/workstation-context.ts';
import styles from './quality.module.css';

/** Hours between two figures, so that they never touch: regular hours each, extended ones every other. */
const LONG_DAY_MINUTES = 600;

interface HourAxisProps {
  readonly startMs: number;
  readonly minutes: number;
}

/** The full hours above rows of minutes. */
export function HourAxis({ startMs, minutes }: HourAxisProps) {
  const format = useZoneFormat();
  const step = minutes > LONG_DAY_MINUTES ? 2 * HOUR_MS : HOUR_MS;
  const endMs = startMs + minutes * MINUTE_MS;
  const hours: number[] = [];
  for (let at = Math.ceil(startMs / HOUR_MS) * HOUR_MS; at <= endMs; at += step) hours.push(at);
  return (
    <li className={styles['axis']} aria-hidden>
      <span className={styles['hours']}>
        {hours.map((at) => (
          <time
            key={at}
            title={formatUtc(at)}
            style={{ left: `${((at - startMs) / (endMs - startMs)) * 100}%` }}
          >
            {format.minute(at)}
          </time>
        ))}
      </span>
    </li>
  );
}
