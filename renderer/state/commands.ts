import type { Result } from '../../core/base/result.ts';
import type {
  RequestName,
  RequestParams,
  RequestResults,
  SymbolAnswer,
} from '../../electron/contract/requests.ts';
import type { EngineClient } from '../bridge/engine-client.ts';
import type { CatalogStore } from './catalog-store.ts';
import { askForTrust, notify, notifyFailure, retract, type NoticeStore } from './notice-store.ts';
import type { SessionStore } from './session-store.ts';
import { SPEEDS } from './speeds.ts';
import { select, type ViewStore } from './view-store.ts';

/** The user's commands to the engine. Refusals become notices; only errors that a caller shows itself are returned. */
export interface Commands {
  refreshCatalog(): Promise<void>;
  openSession(configId: string): Promise<void>;
  /** Opens the run that a crash cut short, or dismisses it permanently. */
  settleUnfinished(runId: string, pickUp: boolean, without?: string): Promise<void>;
  restart(): Promise<void>;
  /** True when the engine is only out of reach: `revive` then reconnects and keeps the session unchanged. */
  isLost(): boolean;
  /** Ends an engine that does not answer. */
  endEngine(): Promise<void>;
  /** Restarts an engine that has ended. */
  revive(): Promise<void>;
  play(): Promise<void>;
  pause(): Promise<void>;
  togglePlay(): Promise<void>;
  step(count: number): Promise<void>;
  stepBack(count: number): Promise<void>;
  /** Runs forward to a time, or back to one; the session is then paused. */
  jumpTo(clockMs: number): Promise<void>;
  setSpeed(multiplier: number): Promise<void>;
  /** One notch up or down the list of speeds. */
  changeSpeed(direction: 1 | -1): Promise<void>;
  setCatchupPace(barsPerSecond: number): Promise<void>;
  validate(symbol: string): Promise<Result<SymbolAnswer>>;
  /** The caller shows the error. A symbol that was accepted is selected. */
  addSymbol(symbol: string): Promise<Result<null>>;
  removeSymbol(symbol: string): Promise<void>;
  /** Adds the symbol again that was removed last; repeated, the one before. */
  undoRemoval(): Promise<void>;
  upgradeSymbol(symbol: string): Promise<void>;
}

export interface CommandParts {
  readonly client: EngineClient;
  readonly session: SessionStore;
  readonly view: ViewStore;
  readonly catalog: CatalogStore;
  readonly notices: NoticeStore;
  readonly isLost: () => boolean;
}

export function createCommands({ client, session, view, catalog, notices, isLost }: CommandParts): Commands {
  const header = () => session.getState().copy.header;

  async function ask<N extends RequestName>(
    name: N,
    params: RequestParams<N>,
  ): Promise<RequestResults[N] | undefined> {
    const result = await client.request(name, params);
    if (result.ok) return result.value;
    notifyFailure(notices, result.failure);
    return undefined;
  }
  async function order<N extends RequestName>(name: N, params: RequestParams<N>): Promise<void> {
    await ask(name, params);
  }

  /** Symbols removed in this window and not added again, the last one at the end. */
  const removed: string[] = [];

  const commands: Commands = {
    async refreshCatalog() {
      const found = await ask('catalog', {});
      if (found === undefined) return;
      catalog.setState({ catalog: found });
      if (found.store_failure !== null) notifyFailure(notices, found.store_failure);
    },
    openSession: (config_id) => order('open_session', { config_id, play: false }),
    async settleUnfinished(run_id, pick_up, without) {
      const settle = { run_id, pick_up, ...(without === undefined ? {} : { without }) };
      const settled = await client.request('settle_unfinished', settle);
      if (!settled.ok)
        askForTrust(
          notices,
          settled.failure,
          () => void order('settle_unfinished', { ...settle, trust: true }),
        );
      session.setState({ heldUpBy: null });
      await commands.refreshCatalog();
    },
    restart: () => order('restart', {}),
    isLost,
    async endEngine() {
      session.setState(({ silence }) => ({ heldUpBy: silence?.strategy ?? null }));
      await order('end_engine', {});
    },
    async revive() {
      if (isLost()) return order('snapshot', {});
      await commands.restart();
      // The previous engine left a run that can be resumed.
      return commands.refreshCatalog();
    },
    play: () => order('play', {}),
    pause: () => order('pause', {}),
    togglePlay: () => (header()?.playing === true ? commands.pause() : commands.play()),
    step: (count) => order('step', { count }),
    stepBack: (count) => order('step_back', { count }),
    jumpTo: (clock_ms) => order('jump_to', { clock_ms }),
    setSpeed: (multiplier) => order('set_speed', { multiplier }),
    async changeSpeed(direction) {
      const now = header()?.speedMultiplier;
      if (now === undefined) return;
      const next = nextSpeed(now, direction);
      if (next !== now) await commands.setSpeed(next);
    },
    setCatchupPace: (bars_per_second) => order('set_catchup_pace', { bars_per_second }),
    validate: (symbol) => client.request('validate_symbol', { symbol }),
    async addSymbol(symbol) {
      const result = await client.request('add_symbol', { symbol });
      if (result.ok) {
        view.setState(select(symbol));
        retract(notices, removedText(symbol));
      }
      return result;
    },
    async removeSymbol(symbol) {
      const result = await client.request('remove_symbol', { symbol });
      if (!result.ok) return notifyFailure(notices, result.failure);
      removed.push(symbol);
      const undo = { label: `Add ${symbol} again`, run: () => void commands.addSymbol(symbol) };
      notify(notices, { tone: 'info', text: removedText(symbol), hint: null, action: undo });
    },
    async undoRemoval() {
      const there = session.getState().copy.rows;
      let symbol = removed.pop();
      while (symbol !== undefined && there.has(symbol)) symbol = removed.pop();
      if (symbol === undefined) return;
      const result = await commands.addSymbol(symbol);
      if (!result.ok) notifyFailure(notices, result.failure);
    },
    upgradeSymbol: (symbol) => order('upgrade_symbol', { symbol }),
  };
  return commands;
}

const removedText = (symbol: string): string => `${symbol} was removed.`;

const rank = (speed: number): number => (speed === 0 ? Number.POSITIVE_INFINITY : speed);

/** `SPEEDS` runs from slow to fast with 0, "as fast as data flow", at its end. */
export function nextSpeed(now: number, direction: 1 | -1): number {
  const candidates = SPEEDS.filter((speed) =>
    direction === 1 ? rank(speed) > rank(now) : rank(speed) < rank(now),
  );
  return (direction === 1 ? candidates[0] : candidates.at(-1)) ?? now;
}
