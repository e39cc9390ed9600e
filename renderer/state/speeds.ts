/** Times real time, slow to fast; 0 is as fast as data flow. */
export const SPEEDS = [1, 10, 60, 600, 0] as const;

/** Bars a second inside a catch-up; 0 is as fast as possible. */
export const CATCHUP_PACES = [0, 5, 30, 200] as const;

export const speedLabel = (multiplier: number): string => (multiplier === 0 ? 'max' : `${multiplier}×`);

export const paceLabel = (barsPerSecond: number): string =>
  barsPerSecond === 0 ? 'As fast as possible' : `${barsPerSecond} bars a second`;
