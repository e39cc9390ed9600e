/** What a column can be. */
export type Role = 'time' | 'date' | 'clock' | 'open' | 'high' | 'low' | 'close' | 'volume' | 'symbol';

const TIME_NAMES =
  't timestamp datetime time date ts tsevent windowstart opentime barstart start starttime begin when unix unixtime epoch dt day gmttime localtime datum zeit'.split(
    ' ',
  );

/**
 * Names that vendors and spreadsheets give their columns, in small letters without marks (`Eröffnung` is `erffnung`); a
 * name further left is preferred.
 */
const NAMES: Readonly<Record<Exclude<Role, 'date' | 'clock'>, readonly string[]>> = {
  time: TIME_NAMES,
  open: ['o', 'open', 'openprice', '1open', 'first', 'firstprice', 'opn', 'erffnung', 'eroeffnung'],
  high: ['h', 'high', 'highprice', '2high', 'max', 'highest', 'hi', 'hoch', 'tageshoch'],
  low: ['l', 'low', 'lowprice', '3low', 'min', 'lowest', 'lo', 'tief', 'tagestief'],
  close: ['c', 'close', 'closeprice', '4close', 'last', 'lastprice', 'cls', 'schluss', 'schlusskurs'],
  volume:
    'v volume vol 5volume tradevolume totalvolume tickvol shares qty quantity size volumen stck umsatz'.split(
      ' ',
    ),
  symbol: ['symbol', 'sym', 'ticker', 's', 'instrument', 'code'],
};

/** Two columns that make one time together. */
const DATE_NAMES = ['date', 'day', 'dtyyyymmdd', 'tradedate', 'datum'];
const CLOCK_NAMES = ['time', 'clock', 'timeofday', 'hour', 'zeit', 'uhrzeit'];

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** Finds the columns of a bar by their names. What is not found is absent. */
export function rolesByName(names: readonly string[]): ReadonlyMap<Role, number> {
  const plainNames = names.map(plain);
  const roles = new Map<Role, number>();
  const find = (candidates: readonly string[]): number => {
    for (const candidate of candidates) {
      const index = plainNames.indexOf(candidate);
      if (index >= 0) return index;
    }
    return -1;
  };
  for (const role of ['open', 'high', 'low', 'close', 'volume', 'symbol', 'time'] as const) {
    const index = find(NAMES[role]);
    if (index >= 0) roles.set(role, index);
  }
  const date = find(DATE_NAMES);
  const clock = find(CLOCK_NAMES);
  if (date >= 0 && clock >= 0) {
    roles.delete('time');
    roles.set('date', date).set('clock', clock);
  }
  return roles;
}
