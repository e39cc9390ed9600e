import type {
  Batch,
  ChartUpdate,
  LogRow,
  SessionHeader,
  SignalRow,
  SymbolRow,
} from '../../electron/contract/batch.ts';
import { CLOSE_MS, OPEN_MS } from './scripted-market.ts';

/** Builders of what the engine sends: name what matters, the rest is plausible. */
export const header = (over: Partial<SessionHeader> = {}): SessionHeader => ({
  configId: 'sample',
  sessionName: 'Sample',
  mode: 'backtest',
  feed: null,
  synthetic: false,
  zone: 'America/New_York',
  state: 'active',
  stateReason: '',
  blocked: false,
  playing: true,
  clockMs: OPEN_MS,
  day: '2025-07-02',
  dayIndex: 0,
  dayCount: 1,
  openMs: OPEN_MS,
  closeMs: CLOSE_MS,
  earlyClose: false,
  speedMultiplier: 0,
  catchupBarsPerSecond: 0,
  catchupThresholdSeconds: 60,
  catchingUp: [],
  droppedInBlock: 0,
  delivered: 0,
  dropped: 0,
  barsProcessed: 0,
  barsPerSecond: 0,
  queuedBars: 0,
  longestQueue: 0,
  loopMicros: null,
  loopBusyPercent: 0,
  intervals: ['1m', '5m'],
  indicators: [],
  failure: null,
  ...over,
});

export const row = (symbol: string, over: Partial<SymbolRow> = {}): SymbolRow => ({
  symbol,
  phase: 'active',
  reason: '',
  doneBars: 0,
  totalBars: 0,
  last: 10,
  change: 0,
  changePercent: 0,
  volume: 0,
  lagMs: 0,
  worstLagMs: 0,
  barCount: 1,
  quality: 100,
  metadata: {
    meets_session_config_requirements: true,
    added_by: 'config',
    auto_provisioned: false,
    added_at: null,
    upgraded_from_adhoc: false,
  },
  addedAtMs: null,
  intervals: ['1m'],
  synthetic: false,
  history: [],
  lockedBy: null,
  spark: [],
  ...over,
});

export const signal = (id: number, over: Partial<SignalRow> = {}): SignalRow => ({
  id,
  nth: id,
  clockMs: OPEN_MS + id,
  symbol: 'RIVN',
  strategy: 'sma-cross',
  direction: 'long',
  price: 10,
  text: `signal number ${id}`,
  ...over,
});

export const logRow = (seq: number, over: Partial<LogRow> = {}): LogRow => ({
  seq,
  clockMs: OPEN_MS,
  type: 'session_state',
  symbol: null,
  text: `line number ${seq}`,
  ...over,
});

export const batch = (seq: number, over: Partial<Batch> = {}): Batch => ({
  seq,
  full: false,
  session: null,
  symbols: [],
  removedSymbols: [],
  figures: null,
  sparks: [],
  charts: [],
  relisted: false,
  signals: [],
  log: [],
  marks: [],
  catchups: [],
  trading: null,
  ...over,
});

/** Bars of `p1:RIVN:1m` whose every value is their open time. */
export const chartUpdate = (openMs: readonly number[], over: Partial<ChartUpdate> = {}): ChartUpdate => {
  const column = Float64Array.from(openMs);
  return {
    chartId: 'p1:RIVN:1m',
    symbol: 'RIVN',
    interval: '1m',
    reset: false,
    openMs: column,
    open: column,
    high: column,
    low: column,
    close: column,
    volume: column,
    coverage: new Float64Array(openMs.length).fill(1),
    forming: null,
    studies: [],
    catchup: null,
    ...over,
  };
};
