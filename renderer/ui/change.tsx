import { formatChangePercent } from '../format/number.ts';
import styles from './change.module.css';

export const changeDirection = (change: number | null): 'up' | 'down' | 'flat' =>
  change === null || change === 0 ? 'flat' : change > 0 ? 'up' : 'down';

const SIGNS = { up: '▲', down: '▼', flat: '' } as const;

/** A change in percent: arrow, sign and colour say the same. */
export function Change({ percent }: { readonly percent: number | null }) {
  const direction = changeDirection(percent);
  return (
    <span className={styles[direction]}>
      <span className={styles['sign']} aria-hidden>
        {SIGNS[direction]}
      </span>
      {formatChangePercent(percent)}
    </span>
  );
}
