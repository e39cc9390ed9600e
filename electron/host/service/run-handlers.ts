import { ok, type Result } from '../../../core/base/result.ts';
import type { RequestParams } from '../../contract/requests.ts';
import type { RUN_PARAMS, RunResults } from '../../contract/run-requests.ts';
import { RunLibrary } from '../runs/run-library.ts';
import type { StoredRun } from '../runs/stored-run.ts';

type RunHandlers = {
  readonly [N in keyof typeof RUN_PARAMS]: (params: RequestParams<N>) => Promise<Result<RunResults[N]>>;
};

interface Parts {
  readonly runsDir: string;
  /** The folder of the running run. */
  readonly current: () => string | undefined;
  /** Shows a run of the past in place of the open session. */
  readonly open: (stored: StoredRun, trust: boolean) => Promise<Result<null>>;
  /** Asks the host to open a folder. */
  readonly reveal: (folder: string) => void;
}

/** Answers requests about runs of the past. */
export function runHandlers({ runsDir, current, open, reveal }: Parts): RunHandlers {
  const runs = new RunLibrary(runsDir, current);
  return {
    list_runs: async () => ok(runs.list()),
    read_run: async ({ run_id }) => runs.detail(run_id),
    reveal_run: async ({ run_id }) => {
      const folder = runs.folderOf(run_id);
      if (!folder.ok) return folder;
      reveal(folder.value);
      return ok(null);
    },
    compare_runs: async ({ first, second }) => runs.compare(first, second),
    open_run: async ({ run_id, trust }) => {
      const stored = runs.stored(run_id);
      return stored.ok ? open(stored.value, trust === true) : stored;
    },
  };
}
