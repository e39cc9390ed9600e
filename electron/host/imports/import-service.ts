import { rmSync } from 'node:fs';
import path from 'node:path';
import type { Logger } from '../../../core/base/logger.ts';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import type { WritableBarStore } from '../../../core/data-manager/bar-store.ts';
import type { ImportReport } from '../../../core/data-manager/importers/import-report.ts';
import type { ImportSource } from '../../../core/data-manager/importers/import-source.ts';
import { PRESETS } from '../../../core/data-manager/importers/presets.ts';
import type { ImportProposal } from '../../../core/data-manager/importers/proposal.ts';
import { proposeImport } from '../../../core/data-manager/importers/propose-import.ts';
import { runImport } from '../../../core/data-manager/importers/run-import.ts';
import type { MarketCalendar } from '../../../core/time-manager/market-calendar.ts';
import type {
  ImportCorrections,
  ImportOutcome,
  ImportPreview,
  ImportProgress,
  ImportResults,
  IMPORT_PARAMS,
} from '../../contract/import-requests.ts';
import type { RequestParams } from '../../contract/requests.ts';
import { ImportComparer } from './compare-import.ts';
import { findingsOf, previewImport, refusalsOf } from './import-preview.ts';
import { expand } from './import-sources.ts';
import { createNodeFiles } from '../store/node-files.ts';
import { openUploadFolder, Upload } from './upload.ts';

interface ImportServiceParts {
  readonly store: WritableBarStore;
  readonly calendar: MarketCalendar;
  /** The user's folder: files being imported are in its `imports`. */
  readonly userDir: string;
  readonly logger: Logger;
}

/** One file between its first byte and its report. */
interface FileImport {
  readonly name: string;
  readonly upload: Upload;
  proposal: ImportProposal | undefined;
  /** The current activity on the file; a new one stops the one before. */
  signal: { aborted: boolean };
  progress: ImportProgress;
  touchedMs: number;
}

/** Files of a page that went away are removed after this time, ms. */
const FORGOTTEN_MS = 30 * 60_000;

type ImportHandlers = {
  readonly [N in keyof typeof IMPORT_PARAMS]: (params: RequestParams<N>) => Promise<Result<ImportResults[N]>>;
};

/** Receives files from a window, reports how they would be read, and writes them into the store on request. */
export class ImportService implements Disposable {
  readonly #parts: ImportServiceParts;
  readonly #files = createNodeFiles();
  readonly #folder: string;
  readonly #imports = new Map<string, FileImport>();
  readonly #comparer: ImportComparer;
  #ids = 0;

  constructor(parts: ImportServiceParts) {
    this.#parts = parts;
    this.#comparer = new ImportComparer(parts);
    this.#folder = openUploadFolder(path.join(parts.userDir, 'imports'));
  }

  [Symbol.dispose](): void {
    for (const each of this.#imports.values()) each.signal.aborted = true;
    rmSync(this.#folder, { recursive: true, force: true });
  }

  readonly handlers: ImportHandlers = {
    import_begin: ({ name, size }) => this.#begin(name, size),
    import_chunk: async ({ import_id, bytes }) => {
      const found = this.#find(import_id);
      if (!found.ok) return found;
      const received = await found.value.upload.append(bytes);
      if (!received.ok) return received;
      const total = found.value.upload.size;
      const state = received.value === total ? 'received' : 'receiving';
      found.value.progress = { state, done_bytes: received.value, total_bytes: total };
      return ok({ received: received.value });
    },
    import_propose: async ({ import_id, corrections }) => {
      const found = this.#find(import_id);
      return found.ok ? this.#propose(found.value, corrections) : found;
    },
    import_write: async ({ import_id }) => {
      const found = this.#find(import_id);
      return found.ok ? this.#write(import_id, found.value) : found;
    },
    import_compare: async ({ import_id, ...asked }) => {
      const found = this.#find(import_id);
      if (!found.ok) return found;
      const { proposal, name } = found.value;
      if (proposal === undefined) return fail('not_allowed', `${name} has not been examined yet.`);
      return this.#comparer.compare(proposal, asked);
    },
    import_status: async ({ import_id }) => {
      const found = this.#find(import_id);
      return found.ok ? ok(found.value.progress) : found;
    },
    import_cancel: async ({ import_id }) => {
      await this.#forget(import_id);
      return ok(null);
    },
  };

  #find(id: string): Result<FileImport> {
    const found = this.#imports.get(id);
    if (found === undefined) return fail('cancelled', 'That import is over.', 'Choose the file again.');
    found.touchedMs = performance.now();
    return ok(found);
  }

  async #begin(name: string, size: number): Promise<Result<ImportResults['import_begin']>> {
    const { readOnly } = this.#parts.store;
    if (readOnly !== undefined) return { ok: false, failure: readOnly };
    for (const [id, each] of this.#imports) {
      if (performance.now() - each.touchedMs > FORGOTTEN_MS && each.progress.state !== 'writing')
        await this.#forget(id);
    }
    this.#ids += 1;
    const id = `import-${this.#ids}`;
    this.#imports.set(id, {
      name,
      upload: new Upload(path.join(this.#folder, id), size),
      proposal: undefined,
      signal: { aborted: false },
      progress: { state: size === 0 ? 'received' : 'receiving', done_bytes: 0, total_bytes: size },
      touchedMs: performance.now(),
    });
    return ok({ import_id: id, presets: Object.keys(PRESETS) });
  }

  async #propose(file: FileImport, corrections: ImportCorrections): Promise<Result<ImportPreview>> {
    if (file.progress.state === 'writing') return fail('not_allowed', `${file.name} is being written.`);
    if (!file.upload.isComplete) return fail('not_allowed', `${file.name} has not arrived yet.`);
    const uploaded = await file.upload.finish();
    if (!uploaded.ok) return uploaded;
    const signal = this.#activity(file, 'reading');
    const { calendar } = this.#parts;
    const unpacked = await this.#unpacked(file);
    if (!unpacked.ok) return unpacked;
    const proposed = await proposeImport(unpacked.value, { ...stated(corrections), calendar });
    if (signal.aborted) return superseded(file);
    if (!proposed.ok) return proposed;
    const { origin } = proposed.value;
    const adjusted = corrections.adjusted ?? origin.adjusted;
    const proposal = { ...proposed.value, origin: { ...origin, adjusted } };
    const onProgress = progressOf(file, 'reading');
    const preview = await previewImport(proposal, { calendar, signal, onProgress });
    if (signal.aborted) return superseded(file);
    if (preview.ok) file.proposal = proposal;
    file.progress = { ...file.progress, state: 'received' };
    return preview;
  }

  async #write(id: string, file: FileImport): Promise<Result<ImportOutcome>> {
    const { proposal } = file;
    if (proposal === undefined) return fail('not_allowed', `${file.name} has not been examined yet.`);
    const [question] = proposal.questions;
    if (question !== undefined) return fail('not_allowed', `${file.name}: ${question}`);
    if (file.progress.state === 'writing') return fail('not_allowed', `${file.name} is being written.`);
    const signal = this.#activity(file, 'writing');
    const { store, calendar, logger } = this.#parts;
    const onProgress = progressOf(file, 'writing');
    const report = await runImport(proposal, { store, calendar, signal, onProgress });
    file.progress = { ...file.progress, state: report.ok ? 'done' : 'received' };
    if (!report.ok) return report;
    logger.info('imported', { name: file.name, rows: report.value.rowsRead });
    await this.#forget(id);
    return ok(outcomeOf(report.value));
  }

  /** Messages use the user's name of the file; only the engine knows its path. */
  #source({ name, upload }: FileImport): ImportSource {
    return {
      path: name,
      fileName: name.split(/[/\\]/).pop() ?? name,
      open: () => this.#files.open(upload.path),
      beside: (other) => this.#besideOf(other),
    };
  }

  /** The one source in an upload: unpacked, converted or as it was sent. */
  async #unpacked(file: FileImport): Promise<Result<ImportSource>> {
    const found = await expand(this.#source(file), {});
    if (!found.ok) return found;
    const [only, ...more] = found.value.sources;
    if (only !== undefined && more.length === 0) return ok(only);
    const names = found.value.sources.slice(0, 5).map(({ fileName }) => fileName);
    return fail(
      'bad_file',
      `${file.name} holds ${found.value.sources.length} files: ${names.join(', ')}.`,
      'Unpack it and drop the files here, or import it with the command line.',
    );
  }

  /** A file that came from the same folder. */
  #besideOf(name: string): ImportSource {
    const wanted = name.replaceAll('\\', '/').toLowerCase();
    const found = [...this.#imports.values()].find(
      (file) => file.upload.isComplete && file.name.replaceAll('\\', '/').toLowerCase() === wanted,
    );
    if (found !== undefined) return this.#source(found);
    const missing = fail('missing_file', `There is no ${name}.`);
    return { path: name, fileName: name, open: () => Promise.resolve(missing) };
  }

  #activity(file: FileImport, state: ImportProgress['state']): { aborted: boolean } {
    file.signal.aborted = true;
    file.signal = { aborted: false };
    file.progress = { state, done_bytes: 0, total_bytes: file.upload.size };
    if (state === 'reading') file.proposal = undefined;
    return file.signal;
  }

  async #forget(id: string): Promise<void> {
    const found = this.#imports.get(id);
    if (found === undefined) return;
    found.signal.aborted = true;
    this.#imports.delete(id);
    this.#comparer.forget(found.proposal);
    await found.upload.discard();
  }
}

const superseded = ({ name }: FileImport): Result<never> =>
  fail('cancelled', `Another examination of ${name} was requested.`);

const progressOf =
  (file: FileImport, state: ImportProgress['state']) =>
  ({ done, total }: { readonly done: number; readonly total: number }): void => {
    file.progress = { state, done_bytes: done, total_bytes: total };
  };

type Stated<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Without the parts left open: an importer treats an absent correction and an undefined one differently. */
const stated = <T extends object>(corrections: T): Stated<T> =>
  Object.fromEntries(Object.entries(corrections).filter(([, value]) => value !== undefined)) as Stated<T>;

const outcomeOf = (report: ImportReport): ImportOutcome => ({
  interval: report.interval,
  source: report.source,
  rows_read: report.rowsRead,
  rows_refused: report.rowsRefused,
  refusals: refusalsOf(report),
  findings: findingsOf(report),
  series: report.symbols.map((series) => ({
    symbol: series.symbol,
    bars: series.bars,
    written: series.written,
    unchanged: series.unchanged,
    replaced: series.replaced,
    discarded_synthetic: series.discardedSynthetic,
    duplicates: series.identicalDuplicates + series.differingDuplicates,
    first_ms: series.firstMs ?? null,
    last_ms: series.lastMs ?? null,
  })),
});
