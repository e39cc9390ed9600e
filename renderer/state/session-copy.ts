import type {
  CatchupReport,
  LogRow,
  ProgressMark,
  SessionHeader,
  SignalRow,
  SymbolRow,
} from '../../electron/contract/batch.ts';
import { NO_TRADING, type TradingCopy } from './trading-copy.ts';

/** What the analysis panels show. One value, so that it can be held as it was when a block began. */
export interface AnalysisView {
  readonly signals: readonly SignalRow[];
  readonly log: readonly LogRow[];
  readonly catchups: readonly CatchupReport[];
  readonly header: SessionHeader | null;
  readonly trading: TradingCopy;
}

/** The window's copy of the session. Only `applyBatch` makes a new one. */
export interface SessionCopy {
  /** Number of the last batch; null before the first. */
  readonly seq: number | null;
  readonly header: SessionHeader | null;
  /** In the order in which they came into the session. */
  readonly rows: ReadonlyMap<string, SymbolRow>;
  /** Keys of `rows`: a new array only when a symbol comes or goes. */
  readonly order: readonly string[];
  readonly marks: readonly ProgressMark[];
  readonly analysis: AnalysisView;
  /** `analysis` as it stood when the present block began; null while results are allowed. */
  readonly atBlock: AnalysisView | null;
}

const NOTHING: AnalysisView = { signals: [], log: [], catchups: [], header: null, trading: NO_TRADING };

export const EMPTY_ANALYSIS = NOTHING;

export const EMPTY_COPY: SessionCopy = {
  seq: null,
  header: null,
  rows: new Map(),
  order: [],
  marks: [],
  analysis: NOTHING,
  atBlock: null,
};

/** The one way to what an analysis panel may show: while blocked, nothing newer than the block. */
export const visibleAnalysis = (copy: SessionCopy): AnalysisView => copy.atBlock ?? copy.analysis;
