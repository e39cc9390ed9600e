import type { SymbolPhase, SymbolRow } from '../../electron/contract/batch.ts';
import type { SessionState } from '../../core/model/session-event.ts';
import { formatCount } from './number.ts';

const STATES: Readonly<Record<SessionState, string>> = {
  idle: 'Idle',
  loading: 'Loading',
  active: 'Active',
  catching_up: 'Catching up',
  paused: 'Paused',
  day_ended: 'Day ended',
  completed: 'Ended',
  failed: 'Failed',
};

const PHASES: Readonly<Record<SymbolPhase, string>> = {
  queued: 'Queued',
  validating: 'Validating',
  loading: 'Loading',
  catching_up: 'Catching up',
  active: 'Active',
  failed: 'Failed',
};

export const sessionStateLabel = (state: SessionState): string => STATES[state];

/** `Catching up 142/212`, `Active`. */
export function phaseLabel(row: Pick<SymbolRow, 'phase' | 'doneBars' | 'totalBars'>): string {
  if (row.phase !== 'catching_up' || row.totalBars === 0) return PHASES[row.phase];
  return `${PHASES.catching_up} ${formatCount(row.doneBars)}/${formatCount(row.totalBars)}`;
}
