import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RequestParams } from '../../electron/contract/requests.ts';
import type { EngineClient } from '../bridge/engine-client.ts';
import { logCsv, signalsCsv } from '../format/csv-tables.ts';
import { counted, formatCount } from '../format/number.ts';
import { notify, notifyFailure, type NoticeStore } from './notice-store.ts';
import { visibleAnalysis } from './session-copy.ts';
import type { SessionStore } from './session-store.ts';

type SessionFormat = RequestParams<'export_session'>['format'];

/** A session export that was requested while a symbol is behind; null without one. */
interface HeldExport {
  readonly format: SessionFormat;
  readonly symbols: readonly string[];
  /** True when the user chose to wait for the catch-up to end. */
  readonly waits: boolean;
}

export type HeldExportStore = StoreApi<{ readonly held: HeldExport | null }>;

export interface ExportParts {
  readonly client: EngineClient;
  readonly session: SessionStore;
  readonly notices: NoticeStore;
  readonly save: (content: Blob, name: string) => void;
}

/** Results as files. An export contains visible results only: during a block, nothing newer than the block. */
export class Exports implements Disposable {
  readonly store: HeldExportStore = createStore(() => ({ held: null }));
  readonly #parts: ExportParts;
  readonly #stop: () => void;

  constructor(parts: ExportParts) {
    this.#parts = parts;
    this.#stop = parts.session.subscribe(() => this.#goOn());
  }

  [Symbol.dispose](): void {
    this.#stop();
  }

  /** The session as an external reader sees it. While a symbol is behind, the user chooses first. */
  session(format: SessionFormat, evenIfEmpty = false): Promise<void> {
    this.forget();
    return this.#ask(format, evenIfEmpty);
  }

  wait(): void {
    const { held } = this.store.getState();
    if (held === null) return;
    this.store.setState({ held: { ...held, waits: true } });
    this.#goOn();
  }

  forget(): void {
    this.store.setState({ held: null });
  }

  signals(): void {
    const { signals } = visibleAnalysis(this.#parts.session.getState().copy);
    const what = listedOf(signals.length, signals.at(-1)?.nth, 'signal');
    this.#saveTable('signals', what, signalsCsv(signals));
  }

  log(): void {
    const { log } = visibleAnalysis(this.#parts.session.getState().copy);
    this.#saveTable('log', listedOf(log.length, log.at(-1)?.seq, 'line'), logCsv(log));
  }

  async #ask(format: SessionFormat, even_if_empty: boolean, waits = false): Promise<void> {
    const { client, notices, save } = this.#parts;
    const answer = await client.request('export_session', { format, even_if_empty });
    if (!answer.ok) return notifyFailure(notices, answer.failure);
    if (answer.value.kind === 'catching_up') {
      this.store.setState({ held: { format, symbols: answer.value.symbols, waits } });
      return;
    }
    const { content, media_type, file_name, empty } = answer.value;
    save(new Blob([partOf(content)], { type: media_type }), file_name);
    this.#tell(`${file_name} was exported${empty ? ', empty: the session is deactivated' : ''}.`);
  }

  #goOn(): void {
    const { held } = this.store.getState();
    const { header } = this.#parts.session.getState().copy;
    if (held?.waits !== true || header === null || header.blocked || header.catchingUp.length > 0) return;
    this.forget();
    void this.#ask(held.format, false, true);
  }

  #saveTable(name: string, what: string, text: string): void {
    const { header } = this.#parts.session.getState().copy;
    const file = `${header?.configId ?? 'session'}-${header?.day ?? ''}-${name}.csv`;
    this.#parts.save(new Blob([text], { type: 'text/csv' }), file);
    this.#tell(`${what} exported to ${file}.`);
  }

  #tell(text: string): void {
    notify(this.#parts.notices, { tone: 'info', text, hint: null, action: null });
  }
}

/**
 * The number of rows, and the total where some were skipped: rows are numbered, so the last row's number is the total.
 */
const listedOf = (listed: number, all: number | undefined, noun: string): string =>
  all === undefined || all === listed
    ? counted(listed, noun)
    : `${formatCount(listed)} of ${counted(all, noun)} (the folder of the run has all of them in events.jsonl)`;

/** The input of a Blob: bytes in memory that is not shared. */
const partOf = (content: string | Uint8Array): string | Uint8Array<ArrayBuffer> =>
  typeof content === 'string' ? content : new Uint8Array(content);
