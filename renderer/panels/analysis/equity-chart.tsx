import { useMemo, type ReactNode } from 'react';
import { changeText, percentText } from '../../../core/base/figure-text.ts';
import type { RunReport } from '../../../core/report/run-report.ts';
import { formatMoney } from '../../format/number.ts';
import styles from './trading-report.module.css';

const WIDTH = 800;
const HEIGHT = 120;
const RETURN_HEIGHT = 80;
const DRAWDOWN_HEIGHT = 44;

interface Point {
  readonly clock: number;
  readonly value: number;
}

/**
 * Equity on a scale of its own, the return of the account beside the benchmark's on one scale, and the drawdown. Nights
 * take no room.
 */
export function EquityChart({ report }: { readonly report: RunReport }) {
  const { equity, account, benchmark, fall, low, high } = useMemo(() => drawn(report), [report]);
  const range = `${formatMoney(low)} to ${formatMoney(high)}`;
  const held = report.benchmark?.symbol;
  return (
    <figure className={styles['chart']}>
      <figcaption>
        <span className={styles['equityKey']}>Equity {range}</span>
      </figcaption>
      <Plot label={`Equity from ${range}`} height={HEIGHT}>
        <path className={styles['equity']} d={equity} />
      </Plot>
      {benchmark === '' ? null : (
        <>
          <figcaption>
            <span className={styles['equityKey']}>Account {changeText(report.performance.return)}</span>
            <span className={styles['benchmarkKey']}>
              Holding {held} {changeText(report.benchmark?.return ?? null)}
            </span>
          </figcaption>
          <Plot label={`Return of the account beside holding ${held}`} height={RETURN_HEIGHT}>
            <path className={styles['benchmark']} d={benchmark} />
            <path className={styles['equity']} d={account} />
          </Plot>
        </>
      )}
      <figcaption>Drawdown {percentText(report.performance.drawdown)}</figcaption>
      <Plot label="Drawdown" height={DRAWDOWN_HEIGHT}>
        <path className={styles['drawdown']} d={`M0 0L${fall.slice(1)}L${WIDTH} 0Z`} />
      </Plot>
    </figure>
  );
}

interface PlotProps {
  readonly label: string;
  readonly height: number;
  readonly children: ReactNode;
}

const Plot = ({ label, height, children }: PlotProps) => (
  <svg
    viewBox={`0 0 ${WIDTH} ${height}`}
    preserveAspectRatio="none"
    role="img"
    aria-label={label}
    style={{ height }}
  >
    {children}
  </svg>
);

/** Puts values from `low` to `high` into a height. */
const within = (height: number, low: number, high: number) => (value: number) =>
  2 + ((height - 4) * (high - value)) / (high - low || 1);

function drawn({ equity, benchmark, account }: RunReport) {
  const own = equity.map(({ clock, equity: value }): Point => ({ clock: Date.parse(clock), value }));
  const start = account.starting_cash || 1;
  const returns = own.map(({ clock, value }): Point => ({ clock, value: value / start }));
  const held = (benchmark?.curve ?? []).map(({ clock, value }): Point => ({
    clock: Date.parse(clock),
    value,
  }));
  const clocks = [...new Set([...own, ...held].map(({ clock }) => clock))].sort((a, b) => a - b);
  const place = new Map(
    clocks.map((clock, index) => [clock, (WIDTH * index) / Math.max(1, clocks.length - 1)]),
  );
  const [low, high] = rangeOf(own);
  const [lowest, highest] = rangeOf([...returns, ...held]);
  let peak = Number.NEGATIVE_INFINITY;
  const falls = own.map(({ clock, value }): Point => {
    peak = Math.max(peak, value);
    return { clock, value: peak > 0 ? 1 - value / peak : 0 };
  });
  const deepest = rangeOf(falls)[1] || 1;
  return {
    equity: pathOf(own, place, within(HEIGHT, low, high)),
    account: pathOf(returns, place, within(RETURN_HEIGHT, lowest, highest)),
    benchmark: pathOf(held, place, within(RETURN_HEIGHT, lowest, highest)),
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
