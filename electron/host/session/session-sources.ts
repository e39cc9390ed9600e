import type { Logger } from '../../../core/base/logger.ts';
import type { Engine } from '../../../core/index.ts';
import type { KnownStrategies } from '../strategies/known-strategies.ts';
import type { StrategyLibrary } from '../strategies/strategy-library.ts';

/** The parts that a window's sessions work with. */
export interface SessionSources {
  readonly engine: Engine;
  readonly runsDir: string;
  readonly logger: Logger;
  readonly library: StrategyLibrary;
  /** The strategy texts that this user has run. */
  readonly known: KnownStrategies;
}
