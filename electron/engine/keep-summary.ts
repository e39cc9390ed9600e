import type { Logger } from '../../core/base/logger.ts';
import type { RunSummary } from '../../core/session-coordinator/run-summary.ts';
import type { RunFolder } from './run-folder.ts';

/** A disk that is full, or a folder taken away, costs the file and not the session. */
export function keepSummary(folder: RunFolder, summary: RunSummary, logger: Logger): void {
  try {
    folder.writeSummary(summary);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    logger.warn('no summary of the run', { folder: folder.path, reason });
  }
}
