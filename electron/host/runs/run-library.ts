import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fail, ok, type Result } from '../../../core/base/result.ts';
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
import { writerOf } from './run-lock.ts';
import { readRunFolder, type StoredRun } from './stored-run.ts';

/** Most runs that are listed; older ones stay in their folder and can be replayed from the command line. */
const MOST_RUNS = 100;

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

  /** Newest first. A folder without a run is skipped. */
  list(): readonly RunEntry[] {
    const names = existsSync(this.#dir) ? readdirSync(this.#dir).sort().reverse() : [];
    return names.slice(0, MOST_RUNS).flatMap((id) => {
      const known = this.#known.get(id);
      if (known !== undefined) return [known];
      const read = this.#read(id);
      if (!read.ok) return [];
      if (read.value.entry.outcome !== 'running') this.#known.set(id, read.value.entry);
      return [read.value.entry];
    });
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
    const summary = readSummary(folder);
    const isCurrent = this.#current() === folder || writerOf(folder) !== undefined;
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

function readSummary(folder: string): RunSummary | undefined {
  const file = path.join(folder, 'summary.json');
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as RunSummary;
  } catch {
    return undefined;
  }
}

function entryOf(
  id: string,
  folder: string,
  { config, journal }: StoredRun,
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
  };
}

function outcomeOf(summary: RunSummary | undefined, isCurrent: boolean): RunOutcomeWord {
  if (summary !== undefined) return summary.outcome;
  return isCurrent ? 'running' : 'cut_short';
}
