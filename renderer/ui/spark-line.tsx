import { memo } from 'react';
import styles from './spark-line.module.css';

const WIDTH = 64;
const HEIGHT = 18;

interface SparkLineProps {
  readonly closes: readonly number[];
  readonly direction: 'up' | 'down' | 'flat';
}

/** The day so far in one stroke; decoration next to the figures, so it has no name of its own. */
export const SparkLine = memo(function SparkLine({ closes, direction }: SparkLineProps) {
  return (
    <svg
      className={styles[direction]}
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      aria-hidden
    >
      <rect width={WIDTH} height={HEIGHT} stroke="none" className={styles['box']} />
      <path d={sparkPath(closes)} fill="none" strokeWidth="1.25" strokeLinejoin="round" />
    </svg>
  );
});

export function sparkPath(closes: readonly number[]): string {
  if (closes.length < 2) return '';
  const low = Math.min(...closes);
  const span = Math.max(...closes) - low || 1;
  const inset = 2;
  const points = closes.map((close, index) => {
    const x = (index / (closes.length - 1)) * WIDTH;
    const y = HEIGHT - inset - ((close - low) / span) * (HEIGHT - 2 * inset);
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  });
  return `M${points.join('L')}`;
}
