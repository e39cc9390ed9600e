import type {
  CatchupReport,
  LogRow,
  ProgressMark,
  SessionHeader,
  SignalRow,
  SymbolRow,
} from '../../electron/contract/batch.ts';
import { NO_TRADING, type TradingCopy } from './trading-copy.ts';

/** The content of the analysis panels. One value, so that it can be frozen when a block begins. */
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
  /** In the order of their arrival in the session. */
  readonly rows: ReadonlyMap<string, SymbolRow>;
  /** Keys of `rows`: a new array only when a symbol comes or goes. */
  readonly order: readonly string[];
  readonly marks: readonly ProgressMark[];
  readonly analysis: AnalysisView;
  /** `analysis` at the start of the present block; null while results are allowed. */
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

/** The only way to the content of an analysis panel: while blocked, nothing newer than the block. */
export const visibleAnalysis = (copy: SessionCopy): AnalysisView => copy.atBlock ?? copy.analysis;
