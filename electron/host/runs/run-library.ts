import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import { parseSessionConfig } from '../../../core/model/parse-session-config.ts';
import { otherRules } from '../../../core/model/engine-rules.ts';
import { isPace, type JournalEntry } from '../../../core/session-coordinator/session/command.ts';
import { compareRuns } from '../../../core/session-coordinator/results/compare-runs.ts';
import type { RunSummary } from '../../../core/session-coordinator/results/run-summary.ts';
import type {
  RunCommand,
  RunComparisonAnswer,
  RunDetail,
  RunEntry,
  RunOutcomeWord,
} from '../../contract/run-requests.ts';
import { commandText } from './event-text.ts';
import { FOR_LIST, readBounded, type Bound } from './read-bounded.ts';
import { RUN_FILES } from './run-files.ts';
import { readBy, summarySchema } from './run-schemas.ts';
import { isWritten, readJournal, readRunFolder, type StoredRun } from './stored-run.ts';

/** Most runs that are listed; older ones stay in their folder and can be replayed from the command line. */
const MOST_RUNS = 100;
/** The list is there within three seconds. */
const LIST_MS = 2_500;
/** Of some thousand symbols. */
const SUMMARY: Bound = { most: 8 * 1024 * 1024 };

interface ReadRun {
  readonly entry: RunEntry;
  readonly stored: StoredRun;
  readonly summary: RunSummary | undefined;
  readonly folder: string;
}

/** The run folders of a user, named by id alone. */
export class RunLibrary {
  readonly #dir: string;
  /** The folder that is being written now. */
  readonly #current: () => string | undefined;
  /** Entries of runs that are over: their folders no longer change. */
  readonly #known = new Map<string, RunEntry>();

  constructor(dir: string, current: () => string | undefined) {
    this.#dir = dir;
    this.#current = current;
  }

  /**
   * The newest runs, newest first. A folder without a run is left out; one that cannot be read is listed with the reason.
   * Reads little of each folder, and no more folders once it has taken its time.
   */
  list(): readonly RunEntry[] {
    const names = existsSync(this.#dir) ? readdirSync(this.#dir).sort().reverse() : [];
    const until = performance.now() + LIST_MS;
    return names.slice(0, MOST_RUNS).flatMap((id) => {
      const known = this.#known.get(id);
      if (known !== undefined) return [known];
      if (!this.folderOf(id).ok) return [];
      const entry =
        performance.now() < until ? this.#head(id) : unreadable(id, 'the other runs took too long to read');
      if (entry.outcome !== 'running' && entry.problem === null) this.#known.set(id, entry);
      return [entry];
    });
  }

  /** An entry of the list: no event is read, and no more of a file than it shows. */
  #head(id: string): RunEntry {
    const folder = path.join(this.#dir, id);
    try {
      const config = parseSessionConfig(readBounded(path.join(folder, RUN_FILES.config), FOR_LIST));
      if (!config.ok) return unreadable(id, `${RUN_FILES.config}: ${config.failure.message}`);
      const journal = readJournal(folder, { ...FOR_LIST, cut: true });
      const isCurrent = this.#current() === folder || isWritten(folder);
      return entryOf(id, folder, { config: config.value, journal }, readSummary(folder), isCurrent);
    } catch (error) {
      return unreadable(id, error instanceof Error ? error.message : String(error));
    }
  }

  detail(id: string): Result<RunDetail> {
    const read = this.#read(id);
    if (!read.ok) return read;
    const { entry, stored, summary, folder } = read.value;
    const commands = stored.journal.filter(isChange).map(inWords);
    const rules = otherRules(stored.recordedBy) ?? null;
    return ok({ entry, folder, rules, commands, report: summary ?? null });
  }

  folderOf(id: string): Result<string> {
    const folder = path.join(this.#dir, id);
    return path.basename(folder) === id && existsSync(path.join(folder, 'session.json'))
      ? ok(folder)
      : fail('missing_file', 'That run no longer exists.');
  }

  stored(id: string): Result<StoredRun> {
    const read = this.#read(id);
    return read.ok ? ok(read.value.stored) : read;
  }

  compare(firstId: string, secondId: string): Result<RunComparisonAnswer> {
    const first = this.#read(firstId);
    if (!first.ok) return first;
    const second = this.#read(secondId);
    if (!second.ok) return second;
    const compared = compareRuns(comparable(first.value), comparable(second.value));
    return ok({
      rules: compared.rules,
      first: first.value.entry,
      second: second.value.entry,
      config: compared.config,
      commands: compared.commands.map(({ side, entry }) => ({ side, ...inWords(entry) })),
      same_commands: compared.sameCommands,
      figures: compared.figures,
      first_event: compared.firstEvent,
    });
  }

  #read(id: string): Result<ReadRun> {
    const found = this.folderOf(id);
    if (!found.ok) return found;
    const folder = found.value;
    const stored = readRunFolder(folder);
    if (!stored.ok) return stored;
    let summary: RunSummary | undefined;
    try {
      summary = readSummary(folder);
    } catch (error) {
      return fail('bad_file', `${folder}: ${(error as Error).message}`);
    }
    const isCurrent = this.#current() === folder || isWritten(folder);
    return ok({
      entry: entryOf(id, folder, stored.value, summary, isCurrent),
      stored: stored.value,
      summary,
      folder,
    });
  }
}

const isChange = ({ command }: JournalEntry): boolean => !isPace(command);

const inWords = ({ clock, command }: JournalEntry): RunCommand => ({
  clock_ms: Date.parse(clock),
  text: commandText(command),
});

const comparable = ({ stored, summary }: ReadRun) => ({
  config: stored.config,
  journal: stored.journal,
  events: stored.events,
  summary,
  recordedBy: stored.recordedBy,
});

/** Undefined for a run without one. Throws a sentence for one that is no summary. */
function readSummary(folder: string): RunSummary | undefined {
  const file = path.join(folder, RUN_FILES.summary);
  if (!existsSync(file)) return undefined;
  return readBy(summarySchema, readBounded(file, SUMMARY), RUN_FILES.summary) as unknown as RunSummary;
}

/** A folder that is listed although it cannot be read. */
const unreadable = (id: string, problem: string): RunEntry => ({
  run_id: id,
  session_name: id,
  started_ms: 0,
  first_day: '',
  last_day: '',
  symbols: 0,
  outcome: 'unreadable',
  commands: 0,
  bars: null,
  signals: null,
  problem: problem.slice(0, 300),
});

function entryOf(
  id: string,
  folder: string,
  { config, journal }: Pick<StoredRun, 'config' | 'journal'>,
  summary: RunSummary | undefined,
  isCurrent: boolean,
): RunEntry {
  const dates = config.mode === 'backtest' ? config.backtest_config : undefined;
  const signals = summary?.results['signals'];
  return {
    run_id: id,
    session_name: config.session_name,
    started_ms: statSync(path.join(folder, 'session.json')).mtimeMs,
    first_day: summary?.days[0] ?? dates?.start_date ?? '',
    last_day: summary?.days.at(-1) ?? dates?.end_date ?? '',
    symbols:
      summary === undefined ? config.session_data_config.symbols.length : Object.keys(summary.symbols).length,
    outcome: outcomeOf(summary, isCurrent),
    commands: journal.filter(isChange).length,
    bars: summary?.timing.bars ?? null,
    signals: typeof signals === 'number' ? signals : null,
    problem: null,
  };
}

function outcomeOf(summary: RunSummary | undefined, isCurrent: boolean): RunOutcomeWord {
  if (summary !== undefined) return summary.outcome;
  return isCurrent ? 'running' : 'cut_short';
}
