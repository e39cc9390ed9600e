import path from 'node:path';
import type { EpochMs } from '../../core/base/epoch-ms.ts';
import type { SessionConfig } from '../../core/model/session-config.ts';
import { isPace, type PlannedCommand } from '../../core/session-coordinator/command.ts';
import { pastForOtherCode } from './run-past.ts';
import { resumePlan } from './run-position.ts';
import type { StoredRun } from './stored-run.ts';

/** How a window picks a crashed run up: rebuilt with the commands of its past, at its own pace. */
export interface PickUpPlan {
  readonly run: StoredRun;
  readonly past: readonly PlannedCommand[];
  readonly stoodAt: EpochMs;
}

/** `without` is a strategy or scanner that held the run up: a config without it has steps of its own. */
export function pickUpPlan(stored: StoredRun, without?: string): PickUpPlan {
  const { planned, stoodAt } = resumePlan(stored);
  const commands = planned.filter(({ command }) => !isPace(command));
  if (without === undefined) return { run: stored, past: commands, stoodAt };
  const config = withoutStrategy(stored.config, without);
  return { run: { ...stored, config }, past: pastForOtherCode({ instants: [], commands }).commands, stoodAt };
}

function withoutStrategy(config: SessionConfig, name: string): SessionConfig {
  const others = <T extends { readonly name: string }>(all: readonly T[]): T[] =>
    all.filter((each) => path.basename(each.name) !== path.basename(name));
  return { ...config, strategies: others(config.strategies), scanners: others(config.scanners) };
}
