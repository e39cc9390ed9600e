import type { Stamp } from './proposal.ts';

/** Facts about a vendor's exports beyond the contents of the files. */
export interface Preset {
  readonly source: string;
  /** Zone of times that carry none. */
  readonly zone?: string;
  readonly stamp?: Stamp;
  /** Names of the columns in the vendor's files, in small letters; a file with all of one list looks like the vendor's. */
  readonly columns: readonly (readonly string[])[];
}

const names = (text: string): readonly string[] => text.split(' ');

const POLYGON: Preset = {
  source: 'polygon',
  zone: 'UTC',
  stamp: 'open',
  columns: [names('ticker volume open close high low window_start transactions'), names('v vw o c h l t n')],
};

/**
 * Vendors by name. Facts that their files or their history leave open are left out: Alpha Vantage stamped closes for
 * years and stamps opens now, Stooq writes no zone, so the evidence decides.
 */
export const PRESETS: Readonly<Record<string, Preset>> = {
  alpaca: {
    source: 'alpaca',
    zone: 'UTC',
    stamp: 'open',
    columns: [names('timestamp open high low close volume trade_count vwap'), names('t o h l c v n vw')],
  },
  polygon: POLYGON,
  massive: POLYGON,
  databento: {
    source: 'databento',
    zone: 'UTC',
    stamp: 'open',
    columns: [names('ts_event rtype publisher_id instrument_id open high low close volume')],
  },
  yfinance: {
    source: 'yfinance',
    zone: 'America/New_York',
    stamp: 'open',
    columns: [
      names('datetime open high low close volume'),
      [...names('date open high low close volume dividends'), 'stock splits'],
    ],
  },
  alphavantage: {
    source: 'alphavantage',
    zone: 'America/New_York',
    columns: [names('timestamp open high low close volume')],
  },
  stooq: {
    source: 'stooq',
    columns: [names('<ticker> <per> <date> <time> <open> <high> <low> <close> <vol> <openint>')],
  },
  tradingview: {
    source: 'tradingview',
    zone: 'UTC',
    stamp: 'open',
    columns: [names('time open high low close')],
  },
  ninjatrader: { source: 'ninjatrader', zone: 'UTC', stamp: 'close', columns: [] },
  lean: { source: 'lean', columns: [] },
};

/** The vendors that name their columns as this file does: sentences of evidence; none where no vendor's names fit. */
export function matchingPresets(columnNames: readonly string[]): readonly string[] {
  const present = new Set(columnNames.map((name) => name.trim().toLowerCase()));
  const fits = ({ columns }: Preset): number =>
    Math.max(
      0,
      ...columns.filter((list) => list.every((name) => present.has(name))).map((list) => list.length),
    );
  const scored = Object.entries(PRESETS)
    .filter(([name]) => name !== 'massive')
    .map(([name, preset]) => ({ name, score: fits(preset) }));
  const best = Math.max(0, ...scored.map(({ score }) => score));
  if (best === 0) return [];
  const fitting = scored.filter(({ score }) => score === best).map(({ name }) => name);
  return [`columns are named as ${fitting.join(' and ')} ${fitting.length === 1 ? 'names' : 'name'} them`];
}
