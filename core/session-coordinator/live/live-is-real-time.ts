import { fail } from '../../base/result.ts';
import type { SessionCommand } from '../session/command.ts';

/** The refusal of whatever would take a live session off its market's time. */
export const LIVE_IS_REAL_TIME = fail(
  'not_allowed',
  'A live session goes with its market: it has no speed, no steps and no way back.',
  'Once it is over it can be played again from its run folder.',
);

const PACED: ReadonlySet<SessionCommand['type']> = new Set(['step', 'run_to', 'speed', 'catchup_pace']);

/** True for a pace that only a played session has. */
export const isPlayPace = ({ type }: SessionCommand): boolean => PACED.has(type);
