/** Where an indicator is drawn: over the prices, over the volume, or in a pane of its own. */
export type StudyPlace = 'price' | 'volume' | 'own';

export interface StudyLook {
  readonly place: StudyPlace;
  /** Levels that readers of the indicator look for. */
  readonly guides: readonly number[];
  /** Outputs that are drawn as columns; the others are lines. */
  readonly columns: readonly string[];
  readonly shape: 'line' | 'steps' | 'points';
}

const look = (place: StudyPlace, more: Partial<StudyLook> = {}): StudyLook => ({
  place,
  guides: [],
  columns: [],
  shape: 'line',
  ...more,
});

/** How each indicator of a session is drawn; a test asks for an entry with each new one. */
export const STUDY_LOOKS: Readonly<Record<string, StudyLook>> = {
  sma: look('price'),
  ema: look('price'),
  wma: look('price'),
  hma: look('price'),
  vwap: look('price'),
  bbands: look('price'),
  keltner: look('price'),
  donchian: look('price'),
  high_low: look('price', { shape: 'steps' }),
  swing_high: look('price', { shape: 'points' }),
  swing_low: look('price', { shape: 'points' }),
  pivot_points: look('price', { shape: 'steps' }),
  volume_sma: look('volume'),
  rsi: look('own', { guides: [30, 70] }),
  stochastic: look('own', { guides: [20, 80] }),
  williams_r: look('own', { guides: [-80, -20] }),
  cci: look('own', { guides: [-100, 100] }),
  adx: look('own', { guides: [25] }),
  roc: look('own', { guides: [0] }),
  macd: look('own', { guides: [0], columns: ['histogram'] }),
  volume_ratio: look('own', { guides: [1] }),
  atr: look('own'),
  obv: look('own'),
};

const ITS_OWN = look('own');

/** How an indicator is drawn. An unknown one gets a pane of its own, where it does not squeeze another scale. */
export const studyLook = (name: string): StudyLook => STUDY_LOOKS[name] ?? ITS_OWN;
