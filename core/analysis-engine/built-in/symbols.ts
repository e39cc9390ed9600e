import { z } from 'zod';
import { INTERVALS } from '../../base/interval.ts';
import type { Context } from '../strategy-api.ts';

/** The bars that a built-in strategy looks at. */
export const INTERVAL = z.enum(INTERVALS).default('5m').describe('The bars it looks at.');

/** Strategies trade what is in the session in full, not what a scanner merely watches. */
export const isFull = ({ view }: Context, symbol: string): boolean =>
  view.metadata(symbol)?.meets_session_config_requirements === true;
