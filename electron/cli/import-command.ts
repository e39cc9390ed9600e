import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Failure } from '../../core/base/result.ts';
import type { ImportReport } from '../../core/data-manager/importers/import-report.ts';
import { fileSource } from '../../core/data-manager/importers/import-source.ts';
import { PRESETS } from '../../core/data-manager/importers/presets.ts';
import type { ImportOverrides, ImportProposal } from '../../core/data-manager/importers/proposal.ts';
import { proposeImport } from '../../core/data-manager/importers/propose-import.ts';
import { runImport } from '../../core/data-manager/importers/run-import.ts';
import { MonthBatch, type FailedMonths } from '../../core/data-manager/month-batch.ts';
import { createNodeFiles } from '../host/store/node-files.ts';
import { EXIT, type CommandIo } from './command-io.ts';
import { exitCodeOf, printFailure, usage } from './failures.ts';
import { actionsText, findActions, storeActions, type StoredActionsReport } from './import-actions.ts';
import { findImportFiles, type IgnoredFile } from './find-import-files.ts';
import { importOverrides, IMPORT_OPTIONS } from './import-overrides.ts';
import { proposalJson, proposalText, reportJson, reportText } from './import-printers.ts';
import { openStore, type OpenStore } from './open-store.ts';

const HELP = `tapedeck import PATH… [options]

Examines files of bars (CSV, JSON, Parquet, LEAN's zips), or all in a folder, and prints how they would be read,
with the evidence. Splits and dividends (LEAN's factor_files, the columns Dividends and Stock Splits, a CSV with
ex_date, kind and factor, ratio or amount) are stored beside the bars. Writes only with --yes.

  --yes            write into the bar store
  --symbol S       symbol of the bars (else a column, else the file's name)
  --interval I     1s, 1m, 5m … 4h or 1d (else the step between rows)
  --zone Z         zone of times that carry none: America/New_York, UTC, … (else trading hours decide)
  --stamp S        open or close: meaning of a row's time (else the opening auction decides)
  --source NAME source name in the store
  --adjusted       prices are adjusted for splits and dividends (else raw); LEAN's, which are raw, are adjusted
                   by its factor_files
  --preset P       ${Object.keys(PRESETS).join(', ')}
  --data DIR       the bar store
  --json           {"written", "proposals", "reports", "actions", "failures", "ignored"}

Example:
  tapedeck import downloads/AAPL_1min.csv --stamp close --yes
`;

const OPTIONS = {
  yes: { type: 'boolean', short: 'y' },
  ...IMPORT_OPTIONS,
  data: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export async function importCommand(args: string[], io: CommandIo): Promise<number> {
  const parsed = usage(io, HELP, () => parseArgs({ args, options: OPTIONS, allowPositionals: true }));
  if (typeof parsed === 'number') return parsed;
  const { values, positionals } = parsed;
  if (positionals.length === 0) {
    io.stderr(`import takes the path of a file or folder.\n\n${HELP}`);
    return EXIT.usage;
  }
  const overrides = importOverrides(values);
  if (!overrides.ok) {
    io.stderr(`${overrides.failure.message}\n`);
    return EXIT.usage;
  }
  const opened = openStore(values.data, io);
  const { readOnly } = opened.store;
  if (values.yes === true && readOnly !== undefined) return printFailure(io, readOnly);
  const importing = new Importing(io, opened, values.json === true);
  for (const name of positionals) {
    const found = await findImportFiles(path.resolve(io.cwd, name));
    if (!found.ok) {
      importing.noteFailure(name, found.failure);
      continue;
    }
    for (const one of found.value.ignored) {
      const taken = await importing.takeActions(one.path, overrides.value, values.yes === true);
      importing.noteIgnored(one, taken !== 'none');
    }
    for (const file of found.value.files) {
      const taken = await importing.takeActions(file, overrides.value, values.yes === true);
      if (taken !== 'only actions') await importing.take(file, overrides.value, values.yes === true);
    }
  }
  return importing.finish(values.yes === true);
}

const LINE_EVERY_MS = 3_000;

/** One call of `import`: the files proposed, written and rejected so far. */
class Importing {
  readonly #io: CommandIo;
  readonly #opened: OpenStore;
  readonly #json: boolean;
  readonly #files = createNodeFiles();
  readonly #proposals: ImportProposal[] = [];
  readonly #reports: ImportReport[] = [];
  readonly #ignored: IgnoredFile[] = [];
  readonly #actions: StoredActionsReport[] = [];
  #foundActions = false;
  readonly #failures: { readonly path: string; readonly failure: Failure }[] = [];
  /** Files of the same month are written together; until then their reports wait. */
  readonly #batch: MonthBatch;
  readonly #waiting: ImportReport[] = [];

  constructor(io: CommandIo, opened: OpenStore, json: boolean) {
    this.#io = io;
    this.#opened = opened;
    this.#json = json;
    this.#batch = new MonthBatch(opened.store, (failed) => this.#settle(failed));
  }

  noteFailure(name: string, failure: Failure): void {
    this.#failures.push({ path: name, failure });
    this.#io.stderr(`${failure.message}${failure.hint === undefined ? '' : `\n${failure.hint}`}\n`);
  }

  /** Files of a folder that hold no bars; they are listed and not touched. */
  noteIgnored(ignored: IgnoredFile, hasActions: boolean): void {
    this.#ignored.push(ignored);
    if (!this.#json && !hasActions) this.#io.stderr(`left out: ${ignored.path}: ${ignored.reason}\n`);
  }

  /** Takes the splits and dividends of a file. Bars that are adjusted on their way into the store have them already. */
  async takeActions(
    file: string,
    { symbol, adjusted }: ImportOverrides,
    writes: boolean,
  ): Promise<'none' | 'also actions' | 'only actions'> {
    if (adjusted === true || this.#io.signal.aborted) return 'none';
    const found = await findActions(file, symbol, this.#opened.calendar);
    if (!found.ok) {
      this.noteFailure(file, found.failure);
      return 'only actions';
    }
    if (found.value === undefined) return 'none';
    if (!this.#json) this.#io.stdout(actionsText(found.value));
    this.#foundActions = true;
    if (writes) {
      const stored = await storeActions(this.#opened.store.location, found.value);
      if (stored.ok) this.#actions.push(...stored.value);
      else this.noteFailure(file, stored.failure);
    }
    return found.value.onlyActions ? 'only actions' : 'also actions';
  }

  async take(file: string, overrides: ImportOverrides, writes: boolean): Promise<void> {
    if (this.#io.signal.aborted) return;
    const { calendar } = this.#opened;
    const proposed = await proposeImport(fileSource(this.#files, file), { ...overrides, calendar });
    if (!proposed.ok) return this.noteFailure(file, proposed.failure);
    this.#proposals.push(proposed.value);
    if (!this.#json) this.#io.stdout(proposalText(proposed.value));
    if (!writes) return;
    const report = await runImport(proposed.value, {
      store: this.#batch,
      calendar,
      onProgress: this.#progressOf(path.basename(file)),
      signal: this.#io.signal,
    });
    if (this.#io.isTty) this.#io.stderr('\r\u001B[K');
    if (!report.ok) return this.noteFailure(file, report.failure);
    this.#waiting.push(report.value);
    if (this.#batch.isEmpty) this.#settle(new Map());
  }

  /** Reports the files whose bars are in the store now, or why they are not. */
  #settle(failed: FailedMonths): void {
    for (const report of this.#waiting.splice(0)) {
      const paths = report.symbols.flatMap(({ files }) => files);
      const failure = paths.map((file) => failed.get(file)).find((each) => each !== undefined);
      if (failure !== undefined) this.noteFailure(report.path, failure);
      else {
        this.#reports.push(report);
        if (!this.#json) this.#io.stdout(reportText(report, this.#opened.calendar));
      }
    }
  }

  /** A line that is drawn again on a terminal, one every few seconds elsewhere. */
  #progressOf(name: string): (progress: { readonly done: number; readonly total: number }) => void {
    let shown = performance.now();
    return ({ done, total }) => {
      const line = `${name} ${Math.floor((done / total) * 100)} %`;
      if (this.#io.isTty) this.#io.stderr(`\r${line}\u001B[K`);
      else if (performance.now() - shown > LINE_EVERY_MS) {
        shown = performance.now();
        this.#io.stderr(`${line}\n`);
      }
    };
  }

  async finish(writes: boolean): Promise<number> {
    await this.#batch.flush();
    if (this.#json) {
      const failures = this.#failures.map(({ path: name, failure }) => ({ path: name, ...failure }));
      const document = {
        written: writes,
        proposals: this.#proposals.map(proposalJson),
        reports: this.#reports.map(reportJson),
        actions: this.#actions,
        failures,
        ignored: this.#ignored,
      };
      this.#io.stdout(`${JSON.stringify(document)}\n`);
    } else if (!writes && (this.#proposals.length > 0 || this.#foundActions)) {
      this.#io.stderr(
        'Nothing was written. If this is right, add --yes; if not, correct it with options: see --help.\n',
      );
    }
    if (this.#io.signal.aborted) return EXIT.interrupted;
    const [first] = this.#failures;
    return first === undefined ? EXIT.done : exitCodeOf(first.failure);
  }
}
