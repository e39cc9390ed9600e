import type { TrialProgress, TrialsOutcome } from '../host/research/play-trials.ts';
import { bestOf, objectiveOf } from '../host/research/objective.ts';
import type { LedgerEntry } from '../host/research/ledger.ts';
import type { CommandIo } from './command-io.ts';

const TTY_EVERY_MS = 200;
const LINE_EVERY_MS = 5_000;
const SHOWN = 10;

interface ResultFacts {
  readonly objective: string;
  readonly folder: string;
  readonly seconds: number;
  readonly bars: number;
  readonly json: boolean;
}

/** Prints the progress of a sweep, with an estimate, and its result. */
export class SweepPrinter {
  readonly #io: CommandIo;
  readonly #begun = performance.now();
  #last = performance.now();

  constructor(io: CommandIo) {
    this.#io = io;
  }

  progress({ trials, done, failed, cached, best }: TrialProgress): void {
    const now = performance.now();
    const played = done + failed - cached;
    if (now - this.#last < (this.#io.isTty ? TTY_EVERY_MS : LINE_EVERY_MS)) return;
    this.#last = now;
    const left = trials - done - failed;
    const seconds = played === 0 ? undefined : ((now - this.#begun) / 1_000 / played) * left;
    const parts = [
      `${done + failed} of ${trials} trials`,
      ...(failed > 0 ? [`${failed} failed`] : []),
      ...(seconds === undefined ? [] : [`about ${durationOf(seconds)} left`]),
      ...(best === undefined ? [] : [`best so far ${setOf(best)}`]),
    ];
    const line = parts.join(' · ');
    this.#io.stderr(this.#io.isTty ? `\r${line}\u001B[K` : `${line}\n`);
  }

  end(): void {
    if (this.#io.isTty) this.#io.stderr('\r\u001B[K');
  }

  result(outcome: TrialsOutcome, { objective, folder, seconds, bars, json }: ResultFacts): void {
    const { trials, done, failed, cached, entries, best } = outcome;
    if (json) {
      const timing = { seconds: Number(seconds.toFixed(3)), bars_per_trial: bars };
      const document = {
        trials,
        done,
        failed,
        cached,
        best:
          best === undefined
            ? null
            : { id: best.id, parameters: best.parameters, objective: best.statistics[objective] ?? null },
        timing,
      };
      this.#io.stdout(`${JSON.stringify(document, null, 2)}\n`);
      return;
    }
    const lines = bestOf(entries, objective, SHOWN).map(
      (entry) => `  ${printed(entry, objective).padStart(14)}  ${setOf(entry)}  ${entry.id.slice(0, 12)}`,
    );
    const failures = entries.filter(({ status }) => status === 'failed');
    this.#io.stdout(
      [
        `${done} of ${trials} trials done${cached > 0 ? `, ${cached} of them before` : ''}${failed > 0 ? `, ${failed} failed` : ''} in ${durationOf(seconds)}.`,
        ...(lines.length > 0 ? [`Best by ${objective}:`, ...lines] : [`No trial has a figure ${objective}.`]),
        ...failures.slice(0, SHOWN).map((entry) => `failed: ${setOf(entry)}: ${entry.reason}`),
        `table: ${folder}/trials.csv`,
        '',
      ].join('\n'),
    );
  }
}

const printed = (entry: LedgerEntry, objective: string): string =>
  objectiveOf(entry, objective) === undefined ? '' : (entry.statistics[objective] ?? 0).toPrecision(6);

const setOf = ({ parameters }: LedgerEntry): string =>
  Object.entries(parameters)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');

function durationOf(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
  return seconds < 3_600 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3_600).toFixed(1)} h`;
}
