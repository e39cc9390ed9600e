import path from 'node:path';
import { parseArgs } from 'node:util';
import { fail, type Failure, type Result } from '../../core/base/result.ts';
import type { ImportReport } from '../../core/data-manager/importers/import-report.ts';
import type { ImportSource } from '../../core/data-manager/importers/import-source.ts';
import type { ImportOverrides, ImportProposal } from '../../core/data-manager/importers/proposal.ts';
import { proposeImport } from '../../core/data-manager/importers/propose-import.ts';
import { runImport } from '../../core/data-manager/importers/run-import.ts';
import { MonthBatch, type FailedMonths } from '../../core/data-manager/month-batch.ts';
import { importSources } from '../host/imports/import-sources.ts';
import { findOverlaps } from '../host/imports/overlapping-files.ts';
import { createNodeFiles } from '../host/store/node-files.ts';
import { EXIT, type CommandIo } from './command-io.ts';
import { exitCodeOf, printFailure, usage } from './failures.ts';
import {
  actionsText,
  findActions,
  storeActions,
  type FoundActions,
  type StoredActionsReport,
} from './import-actions.ts';
import { findImportFiles, type IgnoredFile } from './find-import-files.ts';
import { HELP } from './import-help.ts';
import { importOverrides, IMPORT_OPTIONS } from './import-overrides.ts';
import { ImportPlanFile, overridesOf, writePlan } from './import-plan.ts';
import { proposalJson, proposalText, reportJson, importReportText } from './import-printers.ts';
import { importProgress } from './import-progress.ts';
import { keepGroup } from './keep-group.ts';
import { openStore, type OpenStore } from './open-store.ts';

const OPTIONS = {
  yes: { type: 'boolean', short: 'y' },
  ...IMPORT_OPTIONS,
  overlap: { type: 'string' },
  plan: { type: 'string' },
  'write-plan': { type: 'string' },
  data: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export async function importCommand(args: string[], io: CommandIo): Promise<number> {
  const parsed = usage(io, HELP, () => parseArgs({ args, options: OPTIONS, allowPositionals: true }));
  if (typeof parsed === 'number') return parsed;
  const { values, positionals } = parsed;
  const wishes = await readWishes(values, io.cwd);
  if (!wishes.ok) {
    io.stderr(`${wishes.failure.message}\n`);
    return EXIT.usage;
  }
  const places = positionals.length === 0 ? (wishes.value.plan?.paths ?? []) : positionals;
  if (places.length === 0) {
    io.stderr(`import takes the path of a file or folder.\n\n${HELP}`);
    return EXIT.usage;
  }
  const opened = openStore(values.data, io);
  const { readOnly } = opened.store;
  if (values.yes === true && readOnly !== undefined) return printFailure(io, readOnly);
  const importing = new Importing(io, opened, { ...wishes.value, json: values.json === true });
  for (const name of places) {
    const found = await findImportFiles(path.resolve(io.cwd, name));
    if (!found.ok) {
      importing.noteFailure(name, found.failure);
      continue;
    }
    for (const one of found.value.ignored) await importing.proposeBeside(one);
    for (const file of found.value.files) await importing.propose(file);
  }
  const written = values['write-plan'] === undefined ? undefined : path.resolve(io.cwd, values['write-plan']);
  return importing.finish(values.yes === true, written);
}

interface Wishes {
  readonly overrides: ImportOverrides;
  readonly plan: ImportPlanFile | undefined;
  readonly table: string | undefined;
  readonly overlap: 'first' | 'last' | undefined;
}

async function readWishes(
  values: Readonly<Record<string, string | boolean | undefined>>,
  cwd: string,
): Promise<Result<Wishes>> {
  const overrides = importOverrides(values);
  if (!overrides.ok) return overrides;
  const { overlap, plan: place, table } = values;
  if (overlap !== undefined && overlap !== 'first' && overlap !== 'last')
    return fail('bad_usage', `--overlap ${overlap}: expected first or last.`);
  const plan = typeof place === 'string' ? await ImportPlanFile.read(path.resolve(cwd, place)) : undefined;
  if (plan?.ok === false) return plan;
  return {
    ok: true,
    value: {
      overrides: overrides.value,
      plan: plan?.value,
      table: typeof table === 'string' ? table : undefined,
      overlap,
    },
  };
}

class Importing {
  readonly #io: CommandIo;
  readonly #opened: OpenStore;
  readonly #wishes: Wishes & { readonly json: boolean };
  readonly #files = createNodeFiles();
  readonly #proposals: ImportProposal[] = [];
  readonly #reports: ImportReport[] = [];
  readonly #ignored: IgnoredFile[] = [];
  readonly #found: FoundActions[] = [];
  readonly #actions: StoredActionsReport[] = [];
  readonly #failures: { readonly path: string; readonly failure: Failure }[] = [];
  /** Questions about several files together. */
  readonly #questions: string[] = [];
  /** Files of the same month are written together; until then their reports wait. */
  readonly #batch: MonthBatch;
  readonly #waiting: ImportReport[] = [];

  constructor(io: CommandIo, opened: OpenStore, wishes: Wishes & { readonly json: boolean }) {
    this.#io = io;
    this.#opened = opened;
    this.#wishes = wishes;
    this.#batch = new MonthBatch(opened.store, (failed) => this.#settle(failed));
  }

  noteFailure(name: string, failure: Failure): void {
    this.#failures.push({ path: name, failure });
    this.#io.stderr(`${failure.message}${failure.hint === undefined ? '' : `\n${failure.hint}`}\n`);
  }

  /** Files of a folder that hold no bars; they are listed and not touched. */
  noteIgnored(ignored: IgnoredFile): void {
    this.#ignored.push(ignored);
    if (!this.#wishes.json) this.#io.stderr(`left out: ${ignored.path}: ${ignored.reason}\n`);
  }

  async proposeBeside(ignored: IgnoredFile): Promise<void> {
    const takes = await this.#proposeActions(ignored.path);
    if (takes === 'none') this.noteIgnored(ignored);
    else this.#ignored.push(ignored);
  }

  async #proposeActions(file: string): Promise<'none' | 'also actions' | 'only actions'> {
    const { symbol, adjusted } = this.#wishes.overrides;
    // Bars that are adjusted on their way into the store have their splits and dividends already.
    if (adjusted === true) return 'none';
    const found = await findActions(file, symbol, this.#opened.calendar);
    if (!found.ok) {
      this.noteFailure(file, found.failure);
      return 'only actions';
    }
    if (found.value === undefined) return 'none';
    this.#found.push(found.value);
    if (!this.#wishes.json) this.#io.stdout(actionsText(found.value));
    return found.value.onlyActions ? 'only actions' : 'also actions';
  }

  /** Looks at a file and all it holds. */
  async propose(file: string): Promise<void> {
    if (this.#io.signal.aborted) return;
    const { plan, table } = this.#wishes;
    if (plan?.of(file)?.import === false)
      return this.noteIgnored({ path: file, reason: 'the plan leaves it out' });
    if ((await this.#proposeActions(file)) === 'only actions') return;
    const found = await importSources(this.#files, file, table === undefined ? {} : { table });
    if (!found.ok) return this.noteFailure(file, found.failure);
    for (const one of found.value.leftOut) this.noteIgnored(one);
    for (const source of found.value.sources) await this.#proposeSource(source);
  }

  async #proposeSource(source: ImportSource): Promise<void> {
    const { overrides, plan } = this.#wishes;
    const planned = plan?.of(source.path);
    const said = planned === undefined ? overrides : { ...overrides, ...overridesOf(planned) };
    const { calendar } = this.#opened;
    const proposed = await proposeImport(source, { ...said, calendar });
    if (!proposed.ok) return this.noteFailure(source.path, proposed.failure);
    this.#proposals.push(proposed.value);
    if (!this.#wishes.json) this.#io.stdout(proposalText(proposed.value));
  }

  /** Files that claim the same bars and differ: a question, unless the user has said which wins. */
  async #askAboutOverlaps(): Promise<void> {
    if (this.#wishes.overlap !== undefined) return;
    const overlaps = await findOverlaps(this.#proposals, this.#opened.calendar);
    if (!overlaps.ok) return;
    for (const { symbol, first, second, differing } of overlaps.value) {
      const question =
        `${first} and ${second} have ${differing} bars of ${symbol} at the same times with other values. ` +
        'Import them one by one, or say which wins: --overlap first or --overlap last; --symbol-from if they are of other symbols.';
      this.#questions.push(question);
      if (!this.#wishes.json) this.#io.stdout(`? ${question}\n`);
    }
  }

  get #hasQuestions(): boolean {
    return (
      this.#questions.length > 0 ||
      this.#proposals.some(({ questions }) => questions.length > 0) ||
      this.#failures.some(({ failure }) => failure.code === 'bad_usage')
    );
  }

  async #writeAll(): Promise<void> {
    const ordered = this.#wishes.overlap === 'first' ? [...this.#proposals].reverse() : this.#proposals;
    for (const proposal of ordered) {
      if (this.#io.signal.aborted) return;
      await this.#write(proposal);
    }
    for (const found of this.#found) {
      const stored = await storeActions(this.#opened.store.location, found);
      if (!stored.ok) this.noteFailure(found.path, stored.failure);
      else this.#actions.push(...stored.value);
    }
  }

  async #write(proposal: ImportProposal): Promise<void> {
    const { path: file } = proposal.source;
    const report = await runImport(proposal, {
      store: this.#batch,
      calendar: this.#opened.calendar,
      onProgress: importProgress(this.#io, path.basename(file)),
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
        if (!this.#wishes.json) this.#io.stdout(importReportText(report, this.#opened.calendar));
      }
    }
  }

  /** Writes the plan, then the bars when no question is open. Returns the exit code. */
  async finish(wantsToWrite: boolean, planPath: string | undefined): Promise<number> {
    await this.#askAboutOverlaps();
    if (planPath !== undefined) {
      const failures = this.#failures.map(({ path: name, failure }) => ({
        path: name,
        reason: failure.message,
      }));
      const plan = await writePlan(planPath, this.#proposals, failures);
      if (!plan.ok) return printFailure(this.#io, plan.failure);
    }
    const isBlocked = wantsToWrite && this.#hasQuestions;
    const writes = wantsToWrite && !isBlocked;
    if (writes) await this.#writeAll();
    await this.#batch.flush();
    await this.#keepGroups();
    this.#printEnd(writes, isBlocked);
    if (this.#io.signal.aborted) return EXIT.interrupted;
    if (isBlocked) return EXIT.usage;
    const [first] = this.#failures;
    return first === undefined ? EXIT.done : exitCodeOf(first.failure);
  }

  /** The groups that the user has said, beside the bars that are in the store now. */
  async #keepGroups(): Promise<void> {
    for (const { group, source } of this.#proposals) {
      if (group?.certainty !== 'told') continue;
      const report = this.#reports.find(({ path: file }) => file === source.path);
      const symbols = report?.symbols.map(({ symbol }) => symbol) ?? [];
      const kept = await keepGroup(this.#opened.store.location, symbols, group.value);
      if (!kept.ok) this.noteFailure(source.path, kept.failure);
    }
  }

  #printEnd(writes: boolean, isBlocked: boolean): void {
    if (this.#wishes.json) {
      const failures = this.#failures.map(({ path: name, failure }) => ({ path: name, ...failure }));
      const document = {
        written: writes,
        proposals: this.#proposals.map(proposalJson),
        reports: this.#reports.map(reportJson),
        actions: this.#actions,
        failures,
        ignored: this.#ignored,
        questions: this.#questions,
      };
      this.#io.stdout(`${JSON.stringify(document)}\n`);
    } else if (isBlocked) {
      this.#io.stderr(
        'Nothing was written: a question is open (the lines that begin with ?). Answer it with the flags that it names.\n',
      );
    } else if (!writes && this.#proposals.length + this.#found.length > 0) {
      this.#io.stderr('Nothing was written. If this is right, add --yes; if not, say what is: see --help.\n');
    }
  }
}
