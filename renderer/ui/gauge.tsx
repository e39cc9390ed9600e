// oxlint-disable jsx-a11y/prefer-tag-over-role -- <meter> cannot hold a threshold tick
import { memo } from 'react';
import styles from './gauge.module.css';
import { formatLag, lagShare } from '../format/lag.ts';
import { classNames } from './class-names.ts';
import { shareStyle } from './share-style.ts';

interface GaugeProps {
  readonly symbol: string;
  readonly lagMs: number;
  readonly worstLagMs: number;
  readonly thresholdMs: number;
  /** It caught up a moment ago: shows its earlier lag. */
  readonly past: boolean;
}

/**
 * How far a symbol is behind the clock: from 0 to the worst lag so far, with a tick where the session stops to wait.
 */
export const LagGauge = memo(function LagGauge({ symbol, lagMs, worstLagMs, thresholdMs, past }: GaugeProps) {
  const scale = Math.max(worstLagMs, thresholdMs * 1.25, 1);
  const behind = lagMs > thresholdMs;
  const shown = past ? worstLagMs : lagMs;
  return (
    <span
      className={classNames(styles['gauge'], behind && styles['behind'], past && styles['past'])}
      role="meter"
      aria-label={`Lag of ${symbol}`}
      aria-valuemin={0}
      aria-valuemax={Math.round(scale / 1_000)}
      aria-valuenow={Math.round(lagMs / 1_000)}
      aria-valuetext={`${formatLag(lagMs)} behind, worst ${formatLag(worstLagMs)}`}
      title={`Lag ${formatLag(lagMs)} · worst ${formatLag(worstLagMs)} · threshold ${formatLag(thresholdMs)}`}
      data-testid="lag-gauge"
      data-past={past}
    >
      <span className={styles['track']}>
        <span className={styles['fill']} style={shareStyle(lagShare(shown, scale))} />
        <span className={styles['tick']} style={{ left: `${lagShare(thresholdMs, scale) * 100}%` }} />
      </span>
      <span className={styles['figure']}>{past ? `was ${formatLag(worstLagMs)}` : formatLag(lagMs)}</span>
    </span>
  );
});
