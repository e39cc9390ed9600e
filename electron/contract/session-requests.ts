import { z } from 'zod';
import type { ConfigKey } from '../../core/model/describe-session-config.ts';
import type { ConfigProblem } from '../../core/model/parse-session-config.ts';
import type { RunSummary } from '../../core/session-coordinator/results/run-summary.ts';

/** The longest config that is accepted; the sample's are under two thousand characters. */
const MOST_CONFIG_CHARACTERS = 200_000;

const nothing = z.strictObject({});
const configText = z.string().max(MOST_CONFIG_CHARACTERS);
/** The id of a config is its file's name without `.json`; it can name no folder. */
const configId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/, 'small letters, digits, dashes');

/** Requests to write and read session configs, independent of the run. */
export const SESSION_PARAMS = {
  /** Goes back to an earlier time of the run, or forward to a later one; the session is then paused. */
  jump_to: z.strictObject({ clock_ms: z.int() }),
  /** The run's results; null until it has ended. */
  report: nothing,
  /** Every key of the schema, for a form. */
  config_keys: nothing,
  read_config: z.strictObject({ config_id: z.string().min(1).max(200) }),
  check_config: z.strictObject({ text: configText }),
  /** Writes the user's own config. An existing one stays unless `overwrite` is set. */
  save_config: z.strictObject({ config_id: configId, text: configText, overwrite: z.boolean() }),
} as const;

export interface SavedConfig {
  readonly config_id: string;
  /** False when a config with this id already exists and nothing was written. */
  readonly saved: boolean;
}

export interface SessionResults {
  readonly jump_to: null;
  readonly report: RunSummary | null;
  readonly config_keys: readonly ConfigKey[];
  readonly read_config: { readonly text: string };
  readonly check_config: { readonly problems: readonly ConfigProblem[] };
  readonly save_config: SavedConfig;
}
