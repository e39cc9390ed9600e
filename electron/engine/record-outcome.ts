import type { RunReport } from '../../core/report/run-report.ts';
import { reportRun } from '../../core/session-coordinator/report-run.ts';
import { summarise, type RunSummary } from '../../core/session-coordinator/run-summary.ts';
import type { RunOutcome, SessionRun } from '../../core/session-coordinator/session-run.ts';
import { peakRssBytes } from './peak-memory.ts';
import { reportTables } from './report-tables.ts';
import { writeResultTables } from './result-tables.ts';
import type { RunFolder } from './run-folder.ts';
import type { RunResults } from './run-results.ts';

export interface RecordedOutcome {
  readonly summary: RunSummary;
  readonly report: RunReport;
  /** Why tables or report could not be written, in a sentence. */
  readonly problem: string | undefined;
}

/** Writes what a run came to into its folder, as tables and as a report; the summary is left to the caller. */
export async function recordOutcome(
  run: SessionRun,
  outcome: RunOutcome,
  folder: RunFolder,
  results: RunResults,
): Promise<RecordedOutcome> {
  const report = reportRun(run);
  const summary = summarise(run, outcome, peakRssBytes(), report);
  const written = await writeResultTables(folder.path, [...results.tables(), ...reportTables(report)]);
  if (!written.ok) return { summary, report, problem: written.failure.message };
  return { summary, report, problem: writeReport(folder, report) };
}

function writeReport(folder: RunFolder, report: RunReport): string | undefined {
  try {
    folder.writeReport(report);
    return undefined;
  } catch (error) {
    return `The report cannot be written: ${error instanceof Error ? error.message : String(error)}`;
  }
}
