import type { RunEntry, RunOutcomeWord } from '../../../electron/contract/run-requests.ts';
import { counted } from '../../format/number.ts';
import type { ZoneFormat } from '../../format/zone-format.ts';

/** How a run ended, with a sign, so that the words are not the only difference. */
export const OUTCOMES: Readonly<Record<RunOutcomeWord, { readonly sign: string; readonly word: string }>> = {
  completed: { sign: '✓', word: 'completed' },
  stopped: { sign: '■', word: 'stopped' },
  failed: { sign: '✕', word: 'failed' },
  cut_short: { sign: '⚠', word: 'cut short' },
  running: { sign: '▶', word: 'running now' },
  unreadable: { sign: '✕', word: 'cannot be read' },
};

export const runDaysText = ({ first_day: first, last_day: last }: RunEntry): string =>
  first === last ? first : `${first} to ${last}`;

/** `Fri 21 Nov 2025 10:31:00 EST`: wall time in the exchange's zone, like every time here. */
export const startedText = ({ started_ms }: Pick<RunEntry, 'started_ms'>, format: ZoneFormat): string =>
  started_ms === 0
    ? ''
    : `${format.date(started_ms)} ${format.clock(started_ms)} ${format.zoneName(started_ms)}`;

/** A run's commands and messages, in one line. */
export function gistOf({ symbols, commands, signals, problem }: RunEntry): string {
  if (problem !== null) return problem;
  const parts = [counted(symbols, 'symbol')];
  if (commands > 0) parts.push(counted(commands, 'command'));
  if (signals !== null) parts.push(counted(signals, 'signal'));
  return parts.join(' · ');
}
