import { scannerKind, strategyKind, type StrategyKind } from '../strategy-kind.ts';
import { gapUp } from './gap-up.ts';
import { openingRangeScanner } from './opening-range-scanner.ts';
import { openingRange } from './opening-range.ts';
import { relativeVolume } from './relative-volume.ts';
import { scannerMomentum } from './scanner-momentum.ts';
import { smaCross } from './sma-cross.ts';
import { vwapCross } from './vwap-cross.ts';
import { vwapReversion } from './vwap-reversion.ts';

/** Every built-in strategy and scanner, in the order in which they are listed to users. */
export const BUILT_IN: readonly StrategyKind[] = [
  strategyKind(smaCross),
  strategyKind(vwapReversion),
  strategyKind(openingRange),
  strategyKind(scannerMomentum),
  strategyKind(vwapCross),
  scannerKind(gapUp),
  scannerKind(relativeVolume),
  scannerKind(openingRangeScanner),
];
