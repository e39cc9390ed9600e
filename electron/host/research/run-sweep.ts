import path from 'node:path';
import { ok, type Result } from '../../../core/base/result.ts';
import { pointAt, type ParameterSpace } from '../../../core/research/parameter-space.ts';
import { writeResultTables } from '../runs/result-tables.ts';
import { bestOf } from './objective.ts';
import { playTrials, type TrialsOutcome, type TrialsRequest } from './play-trials.ts';
import { dailyEquityTable, trialsTable } from './sweep-tables.ts';

export interface SweepRequest extends Omit<TrialsRequest, 'trials'> {
  readonly space: ParameterSpace;
  /** Indices of the points to try, ascending. */
  readonly points: readonly number[];
}

/** Plays the trials of a sweep and writes its tables: one row a trial, in parameter order. */
export async function runSweep({ space, points, ...request }: SweepRequest): Promise<Result<TrialsOutcome>> {
  const trials = points.map((point) => ({ parameters: pointAt(space, point) }));
  const played = await playTrials({ ...request, trials });
  if (!played.ok) return played;
  const { entries } = played.value;
  const { folder, objective } = request;
  const written = await writeResultTables(folder, [trialsTable(space.axes, entries)]);
  if (!written.ok) return written;
  const equity = await writeResultTables(path.join(folder, 'equity'), [dailyEquityTable(entries)]);
  if (!equity.ok) return equity;
  const [best] = bestOf(entries, objective, 1);
  return ok({ ...played.value, best });
}
