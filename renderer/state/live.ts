import { createStore, type StoreApi } from 'zustand/vanilla';
import type { KeyEntry, KeyStatus } from '../../electron/contract/keys.ts';
import type { FeedChoice, LiveFeeds, Rehearsal } from '../../electron/contract/live-requests.ts';
import type { EngineClient } from '../bridge/engine-client.ts';
import type { KeyBridge } from '../bridge/key-bridge.ts';
import type { CatalogStore } from './catalog-store.ts';
import { notifyFailure, type NoticeStore } from './notice-store.ts';
import type { SessionStore } from './session-store.ts';

/** The choices for going live. */
export type FeedName = 'sim' | 'iex' | 'sip';

export interface LiveState {
  readonly open: boolean;
  readonly configId: string | null;
  readonly feed: FeedName;
  /** Market seconds per second, of the simulator. */
  readonly speed: number;
  /** Exchange time at which the simulator's market begins. */
  readonly at: string;
  /** Null until the engine has answered. */
  readonly feeds: LiveFeeds | null;
  /** Null where the host keeps no keys: in a browser. */
  readonly key: KeyStatus | null;
  /** Why it did not go live, in words. */
  readonly problem: string | null;
  readonly busy: boolean;
}

interface Parts {
  readonly client: EngineClient;
  readonly session: SessionStore;
  readonly catalog: CatalogStore;
  readonly notices: NoticeStore;
  /** Null in a browser. */
  readonly keys: KeyBridge | null;
  readonly save: (content: Blob, name: string) => void;
}

const BEGINNING: LiveState = {
  open: false,
  configId: null,
  feed: 'sim',
  speed: 60,
  at: '10:00',
  feeds: null,
  key: null,
  problem: null,
  busy: false,
};

/** Going live: the choice of feed and keys. The last choice is remembered. */
export class Live {
  readonly store: StoreApi<LiveState> = createStore<LiveState>(() => BEGINNING);
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async open(): Promise<void> {
    this.store.setState({ open: true, problem: null, configId: this.#config() });
    await this.#look();
  }

  close(): void {
    this.store.setState({ open: false, problem: null });
  }

  choose(choice: Partial<Pick<LiveState, 'configId' | 'feed' | 'speed' | 'at'>>): void {
    this.store.setState({ ...choice, problem: null });
  }

  /** Opens the choice in place of the running session. */
  async go(): Promise<void> {
    const { configId, busy } = this.store.getState();
    if (configId === null || busy) return;
    this.store.setState({ busy: true, problem: null });
    const answer = await this.#parts.client.request('open_live', { config_id: configId, on: this.#choice() });
    this.store.setState({ busy: false });
    if (answer.ok) return this.close();
    const { message, hint = '' } = answer.failure;
    this.store.setState({ problem: `${message} ${hint}`.trim() });
  }

  /** Hands a key to the host; the window does not keep it. */
  async keep(entry: KeyEntry): Promise<boolean> {
    const key = await this.#parts.keys?.store(entry);
    if (key === undefined) return false;
    this.store.setState({ key });
    await this.#look();
    return key.problem === null;
  }

  async forgetKey(): Promise<void> {
    const key = await this.#parts.keys?.remove();
    if (key !== undefined) this.store.setState({ key });
    await this.#look();
  }

  /** Makes a simulated feed fail in a chosen way. */
  async rehearse(fault: Rehearsal): Promise<void> {
    const answer = await this.#parts.client.request('rehearse', { fault });
    if (!answer.ok) notifyFailure(this.#parts.notices, answer.failure);
  }

  /** Saves the raw frames of the last hours, as the feed sent them, without keys. */
  async saveFrames(): Promise<void> {
    const { client, notices, save } = this.#parts;
    const answer = await client.request('flight_recording', {});
    if (!answer.ok) notifyFailure(notices, answer.failure);
    else if (answer.value !== null)
      save(new Blob([answer.value], { type: 'application/jsonl' }), 'feed-recording.jsonl');
  }

  async #look(): Promise<void> {
    const { client, keys } = this.#parts;
    const [feeds, key] = await Promise.all([client.request('live_feeds', {}), keys?.status() ?? null]);
    this.store.setState({ key, ...(feeds.ok ? { feeds: feeds.value } : {}) });
  }

  #choice(): FeedChoice {
    const { feed, speed, at } = this.store.getState();
    return feed === 'sim' ? { feed, speed, at } : { feed: 'alpaca', source: feed };
  }

  /** The running session, else the last choice, else the first available. */
  #config(): string | null {
    const { session, catalog } = this.#parts;
    const configs = catalog.getState().catalog?.configs ?? [];
    const usable = configs.filter(({ problem }) => problem === null).map(({ config_id }) => config_id);
    const wanted = [session.getState().copy.header?.configId, this.store.getState().configId];
    return wanted.find((id) => id !== null && id !== undefined && usable.includes(id)) ?? usable[0] ?? null;
  }
}
