import type { View } from '../strategy-api.ts';

/** The close of the last day before today; undefined without daily history. */
export function lastDailyClose(view: View, symbol: string): number | undefined {
  const { close, length } = view.historicalBars(symbol, '1d');
  return close[length - 1];
}

/** Mean volume of up to `days` days before today; undefined without daily history. */
export function averageVolume(view: View, symbol: string, days: number): number | undefined {
  const { volume, length } = view.historicalBars(symbol, '1d');
  const from = Math.max(0, length - days);
  if (from === length) return undefined;
  let sum = 0;
  for (let index = from; index < length; index++) sum += volume[index] as number;
  return sum / (length - from);
}
