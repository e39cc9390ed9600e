import type { CatchingUp, CatchupReport } from '../../electron/contract/batch.ts';
import { counted, formatCount, formatDuration } from './number.ts';

/** More symbols than these are counted, not named. */
const NAMED = 3;

/** "Analysis is blocked: NVDA is catching up (142 of 212 bars). 37 notifications dropped." */
export function blockedText(catchingUp: readonly CatchingUp[], droppedInBlock: number): string {
  const dropped = `${counted(droppedInBlock, 'notification')} dropped.`;
  if (catchingUp.length === 0) return `Analysis is blocked: the session is catching up. ${dropped}`;
  const named = catchingUp
    .slice(0, NAMED)
    .map(
      ({ symbol, doneBars, totalBars }) =>
        `${symbol} (${formatCount(doneBars)} of ${counted(totalBars, 'bar')})`,
    );
  const [only] = catchingUp;
  if (catchingUp.length === 1 && only !== undefined) {
    const { symbol, doneBars, totalBars } = only;
    return `Analysis is blocked: ${symbol} is catching up (${formatCount(doneBars)} of ${counted(totalBars, 'bar')}). ${dropped}`;
  }
  const others = catchingUp.length - named.length;
  const rest = others > 0 ? ` and ${counted(others, 'other symbol')}` : '';
  return `Analysis is blocked: ${named.join(', ')}${rest} are catching up. ${dropped}`;
}

/** "NVDA caught up: 142 bars in 3 ms, 37 notifications dropped" */
export function pastText({ symbol, bars, wallMs, droppedNotifications }: CatchupReport): string {
  return `${symbol} caught up: ${counted(bars, 'bar')} in ${formatDuration(wallMs)}, ${counted(droppedNotifications, 'notification')} dropped`;
}
