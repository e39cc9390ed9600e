/** Recent sessions and runs, newest first: for menus. */
export interface Recent {
  readonly sessions: readonly RecentSession[];
  readonly runs: readonly RecentRun[];
}

/** A session config that was run. */
export interface RecentSession {
  readonly config_id: string;
  readonly session_name: string;
}

export interface RecentRun {
  readonly run_id: string;
  readonly session_name: string;
  /** Its start, UTC epoch ms of wall time. */
  readonly started_ms: number;
}
