import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ConfigKey } from '../../core/model/describe-session-config.ts';
import type { ConfigProblem } from '../../core/model/parse-session-config.ts';
import type { EngineClient } from '../bridge/engine-client.ts';
import type { Commands } from './commands.ts';
import { nameOf, newDraft, slugOf, valueAt, withValue, type Draft, type Subject } from './config-draft.ts';
import { notify, notifyFailure, type NoticeStore } from './notice-store.ts';
import type { SessionStore } from './session-store.ts';

export interface EditorState {
  readonly open: boolean;
  readonly draft: Draft;
  readonly keys: readonly ConfigKey[];
  readonly problems: readonly ConfigProblem[];
  /** True while the problems are those of an earlier draft. */
  readonly stale: boolean;
  /** The id of an existing config with the same name; saving asks first. */
  readonly clash: string | null;
}

export interface SessionEditor {
  readonly store: StoreApi<EditorState>;
  /** Begins a new config for the current day and symbols, or a copy of one. */
  begin(configId: string | null): Promise<void>;
  /** Begins a new config for given bars, such as those just imported. */
  beginOver(subject: Subject): Promise<void>;
  set(path: string, value: unknown): void;
  /** Saves as the user's own and runs it on request. A taken name sets `clash`, and `overwrite` answers it. */
  save(wish: { readonly run: boolean; readonly overwrite: boolean }): Promise<void>;
  close(): void;
}

interface Parts {
  readonly client: EngineClient;
  readonly session: SessionStore;
  readonly notices: NoticeStore;
  readonly commands: Pick<Commands, 'openSession' | 'refreshCatalog'>;
}

/** Delay after typing before the engine checks the draft, milliseconds. */
const CHECK_AFTER_MS = 120;
const CLOSED: EditorState = { open: false, draft: {}, keys: [], problems: [], stale: false, clash: null };
const STARTERS = 5;
/** Rows whose name decides their other keys. */
const NAMED_ROW = /^((?:session_data_config\.indicators\.session|strategies|scanners)\.\d+)\.name$/;

export function createSessionEditor({ client, session, notices, commands }: Parts): SessionEditor {
  const store = createStore<EditorState>(() => CLOSED);
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function check(): Promise<void> {
    const { draft } = store.getState();
    const answer = await client.request('check_config', { text: JSON.stringify(draft) });
    if (!answer.ok || store.getState().draft !== draft) return;
    store.setState({ problems: answer.value.problems, stale: false });
  }
  function change(draft: Draft): void {
    store.setState({ draft, stale: true, clash: null });
    clearTimeout(timer);
    timer = setTimeout(() => void check(), CHECK_AFTER_MS);
  }
  async function copyOf(configId: string): Promise<Draft | undefined> {
    const read = await client.request('read_config', { config_id: configId });
    if (!read.ok) {
      notifyFailure(notices, read.failure);
      return undefined;
    }
    const config = JSON.parse(read.value.text) as Draft;
    return { ...config, session_name: `${String(config['session_name'])} (copy)` };
  }

  function atHand(): Subject {
    const { header, order } = session.getState().copy;
    const day = header?.day ?? null;
    const days = day === null ? null : ([day, day] as const);
    return { name: 'My session', days, symbols: order.slice(0, STARTERS), streams: ['1m', '5m'] };
  }
  async function open(draft: Draft): Promise<void> {
    const keys = await client.request('config_keys', {});
    if (!keys.ok) return notifyFailure(notices, keys.failure);
    store.setState({ ...CLOSED, open: true, keys: keys.value });
    change(draft);
  }

  const editor: SessionEditor = {
    store,
    async begin(configId) {
      const draft = configId === null ? newDraft(atHand()) : await copyOf(configId);
      if (draft !== undefined) await open(draft);
    },
    beginOver: (subject) => open(newDraft(subject)),
    set(path, value) {
      const { draft } = store.getState();
      const row = NAMED_ROW.exec(path)?.[1];
      // Another indicator or strategy has other parameters.
      if (row === undefined) return change(withValue(draft, path, value));
      const interval = valueAt(draft, `${row}.interval`);
      const keeps = row.includes('indicators') && interval !== undefined;
      change(withValue(draft, row, keeps ? { name: value, interval } : { name: value }));
    },
    async save({ run, overwrite }) {
      const { draft } = store.getState();
      const name = nameOf(draft);
      const config_id = slugOf(name) || 'session';
      const answer = await client.request('save_config', {
        config_id,
        text: JSON.stringify(draft),
        overwrite,
      });
      if (!answer.ok) return notifyFailure(notices, answer.failure);
      if (!answer.value.saved) return store.setState({ clash: config_id });
      editor.close();
      await commands.refreshCatalog();
      if (run) await commands.openSession(config_id);
      notify(notices, {
        tone: 'info',
        text: `“${name}” is saved as ${config_id}.json.`,
        hint: null,
        action: null,
      });
    },
    close() {
      clearTimeout(timer);
      store.setState(CLOSED, true);
    },
  };
  return editor;
}
