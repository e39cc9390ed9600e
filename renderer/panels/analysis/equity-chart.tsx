import { useMemo } from 'react';
import type { RunReport } from '../../../core/report/run-report.ts';
import { formatMoney } from '../../format/number.ts';
import styles from './trading-report.module.css';

const WIDTH = 800;
const HEIGHT = 120;
const DRAWDOWN_HEIGHT = 44;

interface Point {
  readonly clock: number;
  readonly value: number;
}

/** Equity with the benchmark beside it, and the drawdown below. Nights take no room. */
export function EquityChart({ report }: { readonly report: RunReport }) {
  const { equity, benchmark, fall, low, high } = useMemo(() => drawn(report), [report]);
  return (
    <figure className={styles['chart']}>
      <figcaption>
        <span className={styles['equityKey']}>Equity</span>
        {benchmark === '' ? null : (
          <span className={styles['benchmarkKey']}>Holding {report.benchmark?.symbol}</span>
        )}
        <span>
          {formatMoney(low)} to {formatMoney(high)}
        </span>
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Equity from ${formatMoney(low)} to ${formatMoney(high)}`}
      >
        {benchmark === '' ? null : <path className={styles['benchmark']} d={benchmark} />}
        <path className={styles['equity']} d={equity} />
      </svg>
      <svg
        viewBox={`0 0 ${WIDTH} ${DRAWDOWN_HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label="Drawdown"
      >
        <path className={styles['drawdown']} d={`M0 0L${fall.slice(1)}L${WIDTH} 0Z`} />
      </svg>
    </figure>
  );
}

function drawn({ equity, benchmark, account }: RunReport) {
  const own = equity.map(({ clock, equity: value }): Point => ({ clock: Date.parse(clock), value }));
  const held = (benchmark?.curve ?? []).map(({ clock, value }): Point => ({
    clock: Date.parse(clock),
    value: value * account.starting_cash,
  }));
  const clocks = [...new Set([...own, ...held].map(({ clock }) => clock))].sort((a, b) => a - b);
  const place = new Map(
    clocks.map((clock, index) => [clock, (WIDTH * index) / Math.max(1, clocks.length - 1)]),
  );
  const [low, high] = rangeOf([...own, ...held]);
  const y = (value: number): number => 2 + ((HEIGHT - 4) * (high - value)) / (high - low || 1);
  let peak = Number.NEGATIVE_INFINITY;
  const falls = own.map(({ clock, value }): Point => {
    peak = Math.max(peak, value);
    return { clock, value: peak > 0 ? 1 - value / peak : 0 };
  });
  const deepest = rangeOf(falls)[1] || 1;
  return {
    equity: pathOf(own, place, y),
    benchmark: pathOf(held, place, y),
    fall: pathOf(falls, place, (value) => ((DRAWDOWN_HEIGHT - 2) * value) / deepest),
    low,
    high,
  };
}

function rangeOf(points: readonly Point[]): readonly [low: number, high: number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { value } of points) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

function pathOf(
  points: readonly Point[],
  place: ReadonlyMap<number, number>,
  y: (value: number) => number,
): string {
  if (points.length < 2) return '';
  return `M${points.map(({ clock, value }) => `${(place.get(clock) ?? 0).toFixed(1)} ${y(value).toFixed(1)}`).join('L')}`;
}
