import { MINUTE_MS } from '../../core/base/epoch-ms.ts';
import type { Interval } from '../../core/base/interval.ts';
import type { AddedBy } from '../../core/model/symbol-metadata.ts';
import type { ChartUpdate, SymbolPhase, SymbolRow } from '../../electron/contract/batch.ts';
import { grouped, OPEN_MS, scriptedDay, type ScriptedBar } from './scripted-market.ts';

export const INTERVALS = ['1m', '5m', '15m'] as const satisfies readonly Interval[];

const SPARK_POINTS = 40;

/** A symbol on its way through a scripted session. */
export class ScriptedSymbol {
  readonly day: readonly ScriptedBar[];
  phase: SymbolPhase;
  reason = '';
  /** Bars that were processed. */
  done = 0;
  /** Bars to catch up; 0 when it was there from the start. */
  total = 0;
  worstLagMs = 0;
  dropped = 0;
  full: boolean;

  constructor(
    readonly symbol: string,
    readonly addedBy: AddedBy,
    readonly addedAtMs: number | null,
    phase: SymbolPhase,
  ) {
    this.day = scriptedDay(symbol);
    this.phase = phase;
    this.full = addedBy !== 'adhoc';
  }

  lagMs(clockMs: number): number {
    if (this.phase === 'failed' || this.phase === 'queued') return 0;
    return Math.max(0, clockMs - OPEN_MS - this.done * MINUTE_MS);
  }

  row(clockMs: number): SymbolRow {
    const bars = this.day.slice(0, this.done);
    const first = bars[0];
    const last = bars.at(-1);
    const change = first === undefined || last === undefined ? null : last.close - first.open;
    const every = Math.max(1, Math.ceil(bars.length / SPARK_POINTS));
    return {
      symbol: this.symbol,
      phase: this.phase,
      reason: this.reason,
      instrument: {
        tick: 0.01,
        tickBelowOne: 0.0001,
        quantityStep: 1,
        currency: 'USD',
        multiplier: 1,
        assetClass: 'EQUITY',
      },
      doneBars: this.phase === 'catching_up' ? this.done : 0,
      totalBars: this.total,
      last: last?.close ?? null,
      change,
      changePercent: change === null || first === undefined ? null : (change / first.open) * 100,
      volume: bars.reduce((sum, bar) => sum + bar.volume, 0),
      lagMs: this.lagMs(clockMs),
      worstLagMs: this.worstLagMs,
      barCount: bars.length,
      quality: bars.length === 0 ? null : this.symbol === 'RIVN' ? 98.72 : 100,
      metadata: {
        meets_session_config_requirements: this.full,
        added_by: this.addedBy,
        auto_provisioned: this.addedBy === 'adhoc',
        added_at: this.addedAtMs === null ? null : new Date(this.addedAtMs).toISOString(),
        upgraded_from_adhoc: this.addedBy === 'adhoc' && this.full,
      },
      addedAtMs: this.addedAtMs,
      intervals: INTERVALS,
      history: [],
      synthetic: true,
      halted: null,
      corrections: 0,
      lockedBy: this.symbol === 'MSFT' ? 'a position of 40 shares, opened 09:41' : null,
      spark: bars.filter((_, index) => index % every === 0).map((bar) => bar.close),
    };
  }

  /** Bars of one chart after the first `sent` closed ones. */
  chart(
    chartId: string,
    interval: Interval,
    sent: number,
    reset: boolean,
  ): ChartUpdate & { readonly closed: number } {
    const minutes = Number.parseInt(interval, 10);
    const all = grouped(this.day.slice(0, this.done), minutes);
    const isForming = this.done % minutes !== 0;
    const next = this.day[this.done];
    const closed = isForming ? all.length - 1 : all.length;
    const fresh = all.slice(reset ? 0 : sent, closed);
    const column = (read: (bar: ScriptedBar) => number): Float64Array => Float64Array.from(fresh, read);
    const half =
      next === undefined ? null : { ...next, close: (next.open + next.close) / 2, volume: next.volume / 2 };
    return {
      chartId,
      symbol: this.symbol,
      interval,
      reset,
      openMs: column((bar) => bar.openMs),
      open: column((bar) => bar.open),
      high: column((bar) => bar.high),
      low: column((bar) => bar.low),
      close: column((bar) => bar.close),
      volume: column((bar) => bar.volume),
      coverage: column(() => 1),
      studies: [],
      corrected: new Float64Array(0),
      forming: isForming ? (all.at(-1) ?? null) : minutes === 1 && this.phase === 'active' ? half : null,
      catchup:
        this.addedAtMs === null || this.done === 0
          ? null
          : { fromMs: OPEN_MS, toMs: Math.min(this.addedAtMs, OPEN_MS + this.done * MINUTE_MS) },
      closed,
    };
  }
}
