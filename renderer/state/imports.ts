import type { Result } from '../../core/base/result.ts';
import type { ImportComparison, ImportCorrections } from '../../electron/contract/import-requests.ts';
import type { RequestParams } from '../../electron/contract/requests.ts';
import type { EngineClient } from '../bridge/engine-client.ts';
import {
  createImportStore,
  isUnderWay,
  patchFile,
  withoutFile,
  type ImportFile,
  type ImportStore,
} from './import-store.ts';
import { notify, type NoticeStore } from './notice-store.ts';

/** The parts of a dropped or chosen file that an import needs. */
export interface PickedFile {
  readonly name: string;
  readonly size: number;
  slice(from: number, to: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

export interface ImportParts {
  readonly client: EngineClient;
  readonly notices: NoticeStore;
  /** Called when the store has new bars. */
  readonly onWritten: () => void;
}

/** Small enough that its message does not delay others noticeably; the contract's limit is twice this. */
const CHUNK_BYTES = 256 * 1024;
const ASK_PROGRESS_MS = 250;

/** Files on their way into the store: sent one after another, examined, corrected, written on the user's command. */
export class Imports {
  readonly store: ImportStore = createImportStore();
  readonly #parts: ImportParts;
  /** The engine's names of files that have one. */
  readonly #remote = new Map<number, string>();
  /** The newest examination of a file; the result of an older one that comes late is ignored. */
  readonly #looks = new Map<number, number>();
  #sending: Promise<void> = Promise.resolve();
  #writing: Promise<void> = Promise.resolve();
  #ids = 0;

  constructor(parts: ImportParts) {
    this.#parts = parts;
  }

  /** Shows the files and sends them, each after the one before. */
  add(picked: readonly PickedFile[]): void {
    if (picked.length === 0) return;
    const fresh = picked.map((source) => ({ source, file: newFile(++this.#ids, source) }));
    this.store.setState(({ files, shown }) => ({
      open: true,
      files: [...files, ...fresh.map(({ file }) => file)],
      shown: files.some((file) => file.id === shown && isUnderWay(file))
        ? shown
        : (fresh[0]?.file.id ?? null),
    }));
    for (const { source, file } of fresh) {
      this.#sending = this.#sending.then(() => this.#send(file.id, source));
    }
  }

  /** The user's correction; `undefined` lets the importer decide from the file again. */
  correct(id: number, patch: { [K in keyof ImportCorrections]?: ImportCorrections[K] | undefined }): void {
    const file = this.#file(id);
    if (file === undefined || file.step === 'writing' || file.step === 'written') return;
    const merged = Object.entries({ ...file.corrections, ...patch }).filter(
      ([, value]) => value !== undefined,
    );
    this.#patch(id, { corrections: Object.fromEntries(merged) });
    void this.#look(id);
  }

  /** Writes every file that is ready, one after another. */
  write(): void {
    for (const { id } of this.store.getState().files.filter(({ step }) => step === 'ready')) {
      this.#patch(id, { step: 'queued', progress: 0, remainingMs: null });
      this.#writing = this.#writing.then(() => this.#write(id));
    }
  }

  /** Stops the work on a file; months that were completely written stay. */
  stop(id: number): void {
    const file = this.#file(id);
    if (file === undefined) return;
    if (file.step === 'queued') return this.#patch(id, { step: 'ready' });
    this.#cancelRemote(id);
    this.#patch(id, { step: 'stopped', problem: null });
  }

  /** Takes a file off the list. */
  remove(id: number): void {
    this.#cancelRemote(id);
    this.store.setState(withoutFile(id));
  }

  /** Hides the sheet to compare a file with the store. */
  compare(id: number): void {
    this.store.setState({ compared: id, open: false });
  }

  /** The changes that writing the file would make; for one day, or the first, each bar that differs. */
  comparison(
    id: number,
    asked: Omit<RequestParams<'import_compare'>, 'import_id'>,
  ): Promise<Result<ImportComparison>> {
    const import_id = this.#remote.get(id) ?? 'forgotten';
    return this.#parts.client.request('import_compare', { import_id, ...asked });
  }

  close(): void {
    const { files, compared } = this.store.getState();
    for (const file of files) if (!isUnderWay(file) && file.id !== compared) this.remove(file.id);
    this.store.setState({ open: false });
  }

  #file(id: number): ImportFile | undefined {
    return this.store.getState().files.find((file) => file.id === id);
  }

  #patch(id: number, patch: Partial<ImportFile>): void {
    this.store.setState(patchFile(id, patch));
  }

  #cancelRemote(id: number): void {
    const import_id = this.#remote.get(id);
    this.#remote.delete(id);
    if (import_id !== undefined) void this.#parts.client.request('import_cancel', { import_id });
  }

  async #send(id: number, source: PickedFile): Promise<void> {
    if (this.#file(id)?.step !== 'sending') return;
    const { client } = this.#parts;
    const begun = await client.request('import_begin', { name: source.name, size: source.size });
    if (!begun.ok) return this.#patch(id, { step: 'refused', problem: begun.failure });
    const { import_id, presets } = begun.value;
    this.store.setState({ presets });
    this.#remote.set(id, import_id);
    if (this.#file(id)?.step !== 'sending') return this.#cancelRemote(id);
    for (let from = 0; from < source.size; from += CHUNK_BYTES) {
      const sent = await this.#sendPart(import_id, source, from);
      if (this.#file(id)?.step !== 'sending') return;
      if (!sent.ok) return this.#patch(id, { step: 'refused', problem: sent.failure });
      this.#patch(id, { progress: sent.value.received / source.size });
    }
    if (this.#file(id)?.step === 'sending') await this.#look(id);
  }

  async #sendPart(
    import_id: string,
    source: PickedFile,
    from: number,
  ): Promise<Result<{ received: number }>> {
    const part = source.slice(from, Math.min(from + CHUNK_BYTES, source.size));
    let bytes: Uint8Array;
    try {
      bytes = new Uint8Array(await part.arrayBuffer());
    } catch {
      const message = `${source.name} can no longer be read.`;
      return {
        ok: false,
        failure: { code: 'damaged_file', message, hint: 'It may have been changed or moved.' },
      };
    }
    return this.#parts.client.request('import_chunk', { import_id, bytes });
  }

  async #look(id: number): Promise<void> {
    const import_id = this.#remote.get(id);
    const file = this.#file(id);
    if (import_id === undefined || file === undefined) return;
    const look = (this.#looks.get(id) ?? 0) + 1;
    this.#looks.set(id, look);
    this.#patch(id, { step: 'reading', progress: 0 });
    const { corrections } = file;
    const answer = await this.#parts.client.request('import_propose', { import_id, corrections });
    if (this.#looks.get(id) !== look || this.#file(id)?.step !== 'reading') return;
    if (answer.ok) this.#patch(id, { step: 'ready', preview: answer.value, problem: null });
    else this.#patch(id, { step: 'refused', problem: answer.failure });
  }

  async #write(id: number): Promise<void> {
    const import_id = this.#remote.get(id);
    if (import_id === undefined || this.#file(id)?.step !== 'queued') return;
    this.#patch(id, { step: 'writing', progress: 0 });
    const asking = this.#followProgress(id, import_id);
    const answer = await this.#parts.client.request('import_write', { import_id });
    clearInterval(asking);
    // Also after a stop: months may have been written by then.
    this.#parts.onWritten();
    if (this.#file(id)?.step !== 'writing') return;
    if (answer.ok) {
      this.#remote.delete(id);
      this.#patch(id, { step: 'written', outcome: answer.value, problem: null });
    } else this.#patch(id, { step: 'refused', problem: answer.failure });
    this.#tellIfUnseen(id);
  }

  #followProgress(id: number, import_id: string): ReturnType<typeof setInterval> {
    const began = performance.now();
    return setInterval(() => void this.#askProgress(id, import_id, began), ASK_PROGRESS_MS);
  }

  async #askProgress(id: number, import_id: string, began: number): Promise<void> {
    const answer = await this.#parts.client.request('import_status', { import_id });
    if (!answer.ok || this.#file(id)?.step !== 'writing') return;
    const { done_bytes, total_bytes } = answer.value;
    const progress = total_bytes === 0 ? 0 : done_bytes / total_bytes;
    const elapsed = performance.now() - began;
    this.#patch(id, { progress, remainingMs: progress > 0 ? (elapsed / progress) * (1 - progress) : null });
  }

  /** A result that comes while the list is closed appears as a notice. */
  #tellIfUnseen(id: number): void {
    const file = this.#file(id);
    if (this.store.getState().open || file === undefined) return;
    const action = { label: 'Show', run: () => this.store.setState({ open: true, shown: id }) };
    const what = file.outcome === null ? `was not imported: ${file.problem?.message ?? ''}` : 'was imported.';
    const tone = file.outcome === null ? 'problem' : 'info';
    notify(this.#parts.notices, { tone, text: `${file.name} ${what}`, hint: null, action });
  }
}

const newFile = (id: number, { name, size }: PickedFile): ImportFile => ({
  id,
  name,
  bytes: size,
  step: 'sending',
  progress: 0,
  remainingMs: null,
  corrections: {},
  preview: null,
  outcome: null,
  problem: null,
});
