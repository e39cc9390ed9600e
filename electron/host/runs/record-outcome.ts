import { readFileSync } from 'node:fs';
import type { RunReport } from '../../../core/report/run-report.ts';
import {
  reportRun,
  summarise,
  type RunSummary,
} from '../../../core/session-coordinator/results/run-summary.ts';
import type { RunOutcome, SessionRun } from '../../../core/session-coordinator/session/session-run.ts';
import { reportTables } from './report-tables.ts';
import { writeResultTables } from './result-tables.ts';
import type { RunFolder } from './run-folder.ts';
import type { ResultGatherer } from './run-results.ts';

/** The peak memory use of this process, in bytes. */
function peakRssBytes(): number {
  // Linux's own counter starts with the memory of the parent process; the process's own account does not.
  const own = process.platform === 'linux' ? ownPeakKb() : undefined;
  return (own ?? process.resourceUsage().maxRSS) * 1_024;
}

function ownPeakKb(): number | undefined {
  try {
    const [, kb] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return kb === undefined ? undefined : Number(kb);
  } catch {
    return undefined;
  }
}

export interface RecordedOutcome {
  readonly summary: RunSummary;
  readonly report: RunReport;
  /** Why tables or report could not be written, in a sentence. */
  readonly problem: string | undefined;
}

/**
 * Completes the record of a run: the rest of its events, its results as tables and as a report, and last the summary,
 * which marks the run as ended. A folder that could not be written completely (`folder.failure`) gets none. Disposes of
 * folder and results.
 */
export async function recordOutcome(
  run: SessionRun,
  outcome: RunOutcome,
  folder: RunFolder,
  results: ResultGatherer,
): Promise<RecordedOutcome> {
  results[Symbol.dispose]();
  folder.flush();
  const report = reportRun(run);
  const summary = summarise(run, outcome, peakRssBytes(), report);
  const written = await writeResultTables(folder.path, [...results.tables(), ...reportTables(report)]);
  const problem = written.ok ? writeReport(folder, report) : written.failure.message;
  folder.writeSummary(summary);
  folder[Symbol.dispose]();
  return { summary, report, problem };
}

function writeReport(folder: RunFolder, report: RunReport): string | undefined {
  try {
    folder.writeReport(report);
    return undefined;
  } catch (error) {
    return `The report cannot be written: ${error instanceof Error ? error.message : String(error)}`;
  }
}
