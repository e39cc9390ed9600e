import { fail } from '../../base/result.ts';
import type { SessionCommand } from '../session/command.ts';

/** The refusal of commands that would take a live session off its market's time. */
export const LIVE_IS_REAL_TIME = fail(
  'not_allowed',
  'A live session runs in real time: no speed control, no steps and no way back.',
  'Once it is over it can be replayed from its run folder.',
);

const PACED: ReadonlySet<SessionCommand['type']> = new Set(['step', 'run_to', 'speed', 'catchup_pace']);

/** True for a pace that only a replay has. */
export const isPlayPace = ({ type }: SessionCommand): boolean => PACED.has(type);
