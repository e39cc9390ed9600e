import { StrategyError } from '../../../core/analysis-engine/strategy.ts';
import type { StrategyKind, StrategyRole } from '../../../core/analysis-engine/strategy-kind.ts';
import { ok } from '../../../core/base/result.ts';

/**
 * In the place of a file that cannot be loaded: stopped when the first day begins, so that the session's log says why, and
 * the session goes on.
 */
export const unloadableStrategy = (name: string, role: StrategyRole, reason: string): StrategyKind => ({
  name,
  role,
  description: reason,
  parameters: [],
  create: (_given, label) =>
    ok({
      name: label,
      role,
      onDay() {
        throw new StrategyError(`it cannot be loaded: ${reason}`, []);
      },
      onInstant() {},
    }),
});
