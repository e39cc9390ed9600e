import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RequestName, RequestParams, RequestResults } from '../../electron/contract/requests.ts';
import type { RunComparisonAnswer, RunDetail, RunEntry } from '../../electron/contract/run-requests.ts';
import type { EngineClient } from '../bridge/engine-client.ts';
import { askForTrust, notifyFailure, type NoticeStore } from './notice-store.ts';

export interface RunsState {
  readonly open: boolean;
  /** Newest first; null until the engine has answered. */
  readonly entries: readonly RunEntry[] | null;
  readonly shown: RunDetail | null;
  /** The run to compare with the shown one. */
  readonly against: string | null;
  readonly comparison: RunComparisonAnswer | null;
}

interface Parts {
  readonly client: EngineClient;
  readonly notices: NoticeStore;
  /** True where the host can show a folder in the system's file manager. */
  readonly showsFolders: boolean;
}

const AGAIN_MS = 700;
const AGAIN_TIMES = 4;

const CLOSED: RunsState = { open: false, entries: null, shown: null, against: null, comparison: null };

/** Runs of the past: listed, looked into, compared, opened again. */
export class Runs {
  readonly store: StoreApi<RunsState> = createStore<RunsState>(() => CLOSED);
  readonly #parts: Parts;
  /** Counts requests, so that a late answer does not replace a newer one. */
  #wish = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get showsFolders(): boolean {
    return this.#parts.showsFolders;
  }

  /** Opens the run with this id, else the newest. */
  async open(runId?: string): Promise<void> {
    this.store.setState({ ...CLOSED, open: true });
    const entries = await this.#ask('list_runs', {});
    this.store.setState({ entries: entries ?? [] });
    const first = runId ?? entries?.[0]?.run_id;
    if (first !== undefined) await this.show(first);
  }

  /** Shows the folder of the shown run in the system's file manager. */
  async reveal(): Promise<void> {
    const run_id = this.store.getState().shown?.entry.run_id;
    if (run_id !== undefined) await this.#ask('reveal_run', { run_id });
  }

  close(): void {
    this.#wish += 1;
    this.store.setState(CLOSED, true);
  }

  async show(runId: string): Promise<void> {
    await this.#read(runId, (this.#wish += 1), AGAIN_TIMES);
  }

  /**
   * The end of a run is announced a moment before its summary is written, so a running run is read again a few times.
   */
  async #read(runId: string, wish: number, again: number): Promise<void> {
    const shown = await this.#ask('read_run', { run_id: runId });
    if (wish !== this.#wish || shown === undefined) return;
    const entries = this.store.getState().entries ?? [];
    this.store.setState({
      shown,
      against: null,
      comparison: null,
      entries: entries.map((entry) => (entry.run_id === runId ? shown.entry : entry)),
    });
    if (shown.entry.outcome !== 'running' || again === 0) return;
    setTimeout(() => {
      if (wish === this.#wish) void this.#read(runId, wish, again - 1);
    }, AGAIN_MS);
  }

  /** Compares a run with the shown one; the shown one comes first. Null returns to the run alone. */
  async compareWith(runId: string | null): Promise<void> {
    const wish = (this.#wish += 1);
    this.store.setState({ against: runId, comparison: null });
    const first = this.store.getState().shown?.entry.run_id;
    if (runId === null || first === undefined) return;
    const comparison = await this.#ask('compare_runs', { first, second: runId });
    if (wish !== this.#wish) return;
    this.store.setState(comparison === undefined ? { against: null } : { comparison });
  }

  /** Plays the shown run again from its open. */
  async replay(): Promise<void> {
    const run_id = this.store.getState().shown?.entry.run_id;
    if (run_id === undefined) return;
    await this.#open(run_id, false);
  }

  /** Asks before strategies run that this user has not run on this machine. */
  async #open(run_id: string, trust: boolean): Promise<void> {
    const { client, notices } = this.#parts;
    const opened = await client.request('open_run', trust ? { run_id, trust } : { run_id });
    if (opened.ok) return this.close();
    askForTrust(notices, opened.failure, () => void this.#open(run_id, true));
  }

  async #ask<N extends RequestName>(
    name: N,
    params: RequestParams<N>,
  ): Promise<RequestResults[N] | undefined> {
    const answer = await this.#parts.client.request(name, params);
    if (answer.ok) return answer.value;
    notifyFailure(this.#parts.notices, answer.failure);
    return undefined;
  }
}
