/** Facts in the form of a symbol: the two currencies of a pair, or that it is an index. */

/** Currencies that prices are in, the longest first where one ends another. */
const QUOTES = [
  'FDUSD', 'USDT', 'USDC', 'BUSD', 'TUSD', 'USDP', 'DAI', 'USD', 'EUR', 'GBP', 'JPY', 'CHF', 'AUD', 'CAD', 'NZD',
  'KRW', 'TRY', 'BRL', 'RUB', 'UAH', 'SEK', 'NOK', 'DKK', 'PLN', 'CZK', 'HUF', 'MXN', 'ZAR', 'SGD', 'HKD', 'CNH',
  'CNY', 'INR', 'THB', 'IDR', 'BTC', 'ETH', 'BNB', 'XAU', 'XAG',
]; // prettier-ignore

export interface Pair {
  readonly base: string;
  readonly quote: string;
}

/** `BTC/USDT`, `BTC-USD`, `BINANCE:BTCUSDT`, `EURUSD=X`, `JPY=X` (dollars in yen), `SPX500_USD`; undefined where it is no pair. */
export function pairOf(symbol: string): Pair | undefined {
  const name = symbol
    .toUpperCase()
    .replace(/^[A-Z0-9_.]+:/, '')
    .replace(/=X$|\.P$|-PERP$|[.:]?PERP$/, '');
  const split = /^([A-Z0-9]{2,})[/\-_]([A-Z]{3,5})(?:[:-].*)?$/.exec(name);
  if (split !== null) return { base: split[1] ?? '', quote: split[2] ?? '' };
  if (symbol.toUpperCase().endsWith('=X') && /^[A-Z]{3}$/.test(name)) return { base: 'USD', quote: name };
  const quote = QUOTES.find((each) => name.endsWith(each) && name.length - each.length >= 2);
  return quote === undefined ? undefined : { base: name.slice(0, -quote.length), quote };
}

/** Names of indices that have no prefix in files of several vendors. */
const INDICES: ReadonlySet<string> = new Set(['SPX', 'NDX', 'RUT', 'DJI', 'VIX']);

/** `^GSPC` (Yahoo), `$SPX` (Schwab), `I:SPX` (Polygon), `SPX`: an index, which cannot be traded. */
export const isIndexName = (symbol: string): boolean => /^(?:\^|\$|I:)/.test(symbol) || INDICES.has(symbol);

/** Currency that an exchange's shares are priced in, by ISO 10383 code; US dollars for groups that are not exchanges. */
const CURRENCIES: Readonly<Record<string, string>> = {
  XLON: 'GBP',
  XETR: 'EUR',
  XPAR: 'EUR',
  XAMS: 'EUR',
  XMIL: 'EUR',
  XSWX: 'CHF',
  XSTO: 'SEK',
  XTKS: 'JPY',
  XHKG: 'HKD',
  XSHG: 'CNY',
  XNSE: 'INR',
  XSES: 'SGD',
  XASX: 'AUD',
  XTSE: 'CAD',
  XKRX: 'KRW',
  XTAI: 'TWD',
  BVMF: 'BRL',
  XJSE: 'ZAR',
  XMEX: 'MXN',
};

export const currencyOfGroup = (group: string): string => CURRENCIES[group] ?? 'USD';
