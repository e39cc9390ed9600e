import { z } from 'zod';
import { symbol } from './symbol.ts';
import { INTERVALS } from '../../core/base/interval.ts';
import type { ParameterInfo } from '../../core/analysis-engine/strategy-kind.ts';
import type { Failure } from '../../core/base/result.ts';
import { IMPORT_PARAMS, type ImportResults } from './import-requests.ts';
import { LIVE_PARAMS, type LiveResults } from './live-requests.ts';
import { READING_PARAMS, type ReadingResults } from './reading-requests.ts';
import { RUN_PARAMS, type RunResults } from './run-requests.ts';
import { SESSION_PARAMS, type SessionResults } from './session-requests.ts';
import { TRADING_PARAMS, type TradingResults } from './trading.ts';
import { MOST_STUDIES, study } from './study.ts';

const interval = z.enum(INTERVALS);
const nothing = z.strictObject({});

/** All requests of a window to the engine: name → shape of its parameters. No other message is accepted. */
export const REQUEST_PARAMS = {
  /** Configs that can be opened and symbols in the store. */
  catalog: nothing,
  /** Opens a listed config; a running session is closed properly first. */
  open_session: z.strictObject({ config_id: z.string().min(1).max(200), play: z.boolean() }),
  /** Opens the run that a crash cut short, at its last position, paused; `false` dismisses it permanently. */
  settle_unfinished: z.strictObject({
    run_id: z.string().min(1).max(300),
    pick_up: z.boolean(),
    /** A strategy or scanner, by its name in the config, to leave out from the beginning. */
    without: z.string().min(1).max(300).optional(),
    /** Runs strategies of the run folder that the user has not run on this machine. */
    trust: z.boolean().optional(),
  }),
  /** Ends an engine that does not answer; its host executes it. */
  end_engine: nothing,
  play: nothing,
  pause: nothing,
  step: z.strictObject({ count: z.int().min(1).max(10_000) }),
  step_back: z.strictObject({ count: z.int().min(1).max(10_000) }),
  run_to: z.strictObject({ clock_ms: z.int() }),
  restart: nothing,
  /** 0 = as fast as data flow; n = n times real time. */
  set_speed: z.strictObject({ multiplier: z.number().min(0).max(100_000) }),
  /** 0 = as fast as possible; n = bars a second. */
  set_catchup_pace: z.strictObject({ bars_per_second: z.number().min(0).max(100_000) }),
  /** Answers with a `SymbolValidationResult`; reads only. */
  validate_symbol: z.strictObject({ symbol }),
  add_symbol: z.strictObject({ symbol }),
  remove_symbol: z.strictObject({ symbol }),
  upgrade_symbol: z.strictObject({ symbol }),
  /** The complete set of charts on screen; each is sent completely once and then as changes. */
  subscribe_charts: z.strictObject({
    charts: z
      .array(
        z.strictObject({
          chart_id: z.string().min(1).max(80),
          symbol,
          interval,
          studies: z.array(study).max(MOST_STUDIES),
        }),
      )
      .max(24),
  }),
  /** Rows of the symbol list that are in sight: their figures come often, those of all others about once a second. */
  watch_rows: z.strictObject({ symbols: z.array(symbol).max(200) }),
  /** Sent after a missing batch number: the next batch is a full one. */
  snapshot: nothing,
  ...SESSION_PARAMS,
  ...TRADING_PARAMS,
  ...IMPORT_PARAMS,
  ...READING_PARAMS,
  ...RUN_PARAMS,
  ...LIVE_PARAMS,
} as const;

export type RequestName = keyof typeof REQUEST_PARAMS;
export type RequestParams<N extends RequestName> = z.infer<(typeof REQUEST_PARAMS)[N]>;

export interface CatalogConfig {
  readonly config_id: string;
  readonly session_name: string;
  readonly description: string;
  readonly mode: 'backtest' | 'live';
  readonly start_date: string | null;
  readonly end_date: string | null;
  /** Exchange group: `CME_EQUITY`. */
  readonly group: string;
  readonly symbols: readonly string[];
  /** Set when the file cannot be used: the sentence with the reason. */
  readonly problem: string | null;
}

export interface CatalogSymbol {
  readonly symbol: string;
  readonly intervals: readonly string[];
  readonly first_month: string;
  readonly last_month: string;
}

/** An indicator that a chart can show, with its parameters in the order in which its key prints them. */
export interface CatalogIndicator {
  readonly name: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly default: number;
    readonly min: number;
    readonly max: number;
    readonly integer: boolean;
  }[];
}

/** A strategy or scanner that a config can name, with its parameters. */
export interface CatalogStrategy {
  /** Its name in a config: a built-in one, or a file of the user's. */
  readonly name: string;
  readonly role: 'strategy' | 'scanner';
  readonly description: string;
  readonly parameters: readonly ParameterInfo[];
}

export interface Catalog {
  readonly strategies: readonly CatalogStrategy[];
  readonly indicators: readonly CatalogIndicator[];
  readonly configs: readonly CatalogConfig[];
  readonly symbols: readonly CatalogSymbol[];
  readonly store_location: string;
  /** Why the store cannot be read; null when it can. */
  readonly store_failure: Failure | null;
  /** A run that did not end properly the last time; null when there is none. */
  readonly unfinished: UnfinishedRun | null;
  /** True when there was no bar at all and the sample was generated: the very first start. */
  readonly first_start: boolean;
}

export interface UnfinishedRun {
  readonly run_id: string;
  readonly session_name: string;
  /** Its clock at the crash, UTC epoch ms. */
  readonly clock_ms: number;
  /** Commands in its journal. */
  readonly commands: number;
}

/** The add box's information about a symbol before the user commits. */
export interface SymbolAnswer {
  readonly symbol: string;
  readonly can_proceed: boolean;
  readonly already_in_session: boolean;
  readonly first_day: string | null;
  readonly last_day: string | null;
  readonly synthetic: boolean;
  readonly reasons: readonly string[];
}

/** The answer to each request. Commands are answered when they were accepted, not when their effect is complete. */
export interface RequestResults
  extends ImportResults, SessionResults, TradingResults, ReadingResults, RunResults, LiveResults {
  readonly catalog: Catalog;
  readonly open_session: null;
  readonly settle_unfinished: null;
  readonly end_engine: null;
  readonly play: null;
  readonly pause: null;
  readonly step: null;
  readonly step_back: null;
  readonly run_to: null;
  readonly restart: null;
  readonly set_speed: null;
  readonly set_catchup_pace: null;
  readonly validate_symbol: SymbolAnswer;
  readonly add_symbol: null;
  readonly remove_symbol: null;
  readonly upgrade_symbol: null;
  readonly subscribe_charts: null;
  readonly watch_rows: null;
  readonly snapshot: null;
}
