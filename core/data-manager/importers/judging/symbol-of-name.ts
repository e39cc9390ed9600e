import { groupOfSymbol } from './group-of-symbol.ts';

/** The reading of a file's name: its symbol, if the rest of the name is understood. */
export interface NameReading {
  /** As the name writes it. */
  readonly symbol?: string;
  /** The candidates, where several words could be the symbol. */
  readonly candidates: readonly string[];
  readonly evidence: string;
}

const EXTENSIONS =
  /\.(csv|txt|tsv|asc|dat|json|jsonl|ndjson|parquet|pq|zip|gz|zst|bz2|xz|xlsx|xlsm|feather|arrow|ipc|db|sqlite|sqlite3|duckdb|last)$/i;

const list = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Words that name no symbol. */
const GENERIC = list(`
  A ALL AND ADJ ADJSPLIT ADJUSTED AGG AGGS AGGREGATES ARCHIVE ASK ASCII AT BACKUP BAR BARS BID BIG BY CANDLE CANDLES CANDLESTICK
  CANDLESTICKS CHART CLEAN CLEANED CLOSE COMPLETE CONT CONTINUOUS COPY CRYPTO CSV CURRENT DAILY DAT DATA DATABASE DATASET DAY DAYS DB DIR
  DOWNLOAD DOWNLOADED DOWNLOADS DUMP EOD EQ EQUITY ETF ETFS ETH_ EXPORT EXPORTED FEED FILE FILES FINAL FIRST FOLDER FOO FOR FOREX FROM FULL
  FUT FUTURE FUTURES FX_ GRAPHDATA HIST HISTORIC HISTORICAL HISTORICALDATA HISTORY HOUR HOURLY HOURS IDAY IMPORT IN INDEX INDICES INPUT INTRADAY
  KLINE KLINES LAST LATEST LIST LIVE LOG MARKET MARKETS MASTER MERGED MID MIN MINS MINUTE MINUTES MONTH MONTHLY MY NEW NO NULL OF OHLC OHLCV OHLCVT OLD
  OPEN OUT OUTPUT PART PERP PERPETUAL PORTFOLIO PRICE PRICES PUBLIC QUOTE QUOTES RAW RESULT RESULTS RTH SAMPLE SAMPLES SEC SECOND SECONDS SERIES SESSION
  SHEET SHEET1 SMALL SOURCE SPLIT SPOT STOCK STOCKS SWAP SYMBOL SYMBOLS TABLE TEMP TEST TESTS THE TICK TICKER TICKERS TICKS TIMESERIES TMP TO
  TOP TRADE TRADES UM CM UK UNADJUSTED UNTITLED US USA USD_ UTC VOLUME WATCHLIST WEEK WEEKLY WITH YEAR ZIP EST EDT NY ET GMT LOCAL`);

/** Vendors, exchanges and programs, whose names come before or behind a symbol. */
const VENDORS = list(`
  ALPACA ALPHAVANTAGE AMEX AMERITRADE ANGELONE ARCA ARIVA AV BARCHART BARCHARTDOTCOM BATS BINANCE BINANCEUS BITFINEX BITGET BITMEX BITSTAMP BSE BYBIT
  CBOE CBOT CCXT CME COINBASE COINGECKO COMEX CRYPTODATADOWNLOAD DATABENTO DBEQ DERIBIT DUKASCOPY EODHD EUREX EURONEXT FINAM FINNHUB
  FIRSTRATE FIRSTRATEDATA FMP FTX FXCM FXDD FYERS GATEIO GEMINI GLBX GOOGLE GOOGLEFINANCE HISTDATA HITBTC HKEX HUOBI IB IBKR IEX
  INVESTING INVESTINGCOM ITCH KABU KIBOT KITE KRAKEN KUCOIN LSE MARKETSTACK MASSIVE MDP3 METATRADER MT MT4 MT5 NASDAQ NINJATRADER NSE NT NT8 NYMEX NYSE
  OANDA OKEX OKX ONVISTA OPRA PANDAS PEPPERSTONE POLARS POLONIEX POLYGON QUANDL SCHWAB SGX SIERRA SIERRACHART SSE STOOQ SZSE TD TIINGO
  TRADESTATION TRADIER TRADINGVIEW TRUEFX TSE TSX TV TWELVEDATA UPSTOX WIKI WSJ XETR XETRA XNAS XNYS XCME YAHOO YFINANCE ZERODHA EXCEL`);

const NUMBER_WORDS =
  /^(\d{1,2}|\d{4}|\d{6}|\d{8}|\d{10,17}|(19|20)\d{2}[-.]?\d{2}([-.]?\d{2})?|\d{1,2}[-.]\d{1,2}[-.](\d{2}|\d{4})|Q[1-4]|(19|20)\d{2}Q[1-4]|(JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]{0,6}(\d{2}|\d{4})?|\d{1,2}(JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)\d{2,4}|\d{4}TO\d{4})$/i;
const INTERVAL_WORDS =
  /^(\d{1,4}\s*(S|SEC|SECS|SECOND|SECONDS|M|MIN|MINS|MINUTE|MINUTES|H|HR|HRS|HOUR|HOURS|D|DAY|DAYS|W|WK|WEEK|MO|MN|T)|[MHDWST]\d{1,4}|MN1?|PT?\d+[SMHDW]|[MHDWST])$/i;
/** Letters and digits that a program adds to distinguish exports: `5f0a2`. */
const HASH_WORDS = /^(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{5,}$/;

const MOST_PLAIN_LETTERS = 6;
const TICKER = /^[\^$]?[A-Za-z0-9][A-Za-z0-9&]{0,9}([.=-][A-Za-z0-9]{1,5})?[!#]?$/;

/**
 * The symbol of a file by its name, once the words of vendors, intervals and dates are removed: `AAPL` of
 * `NASDAQ_AAPL, 1.csv`, `EURUSD` of `DAT_ASCII_EURUSD_M1_202507.csv`, `BTC_USDT` of `BTC_USDT-1m.json`.
 */
export function readFileName(fileName: string): NameReading {
  const stem = stemOf(fileName);
  const ninja = /^([A-Z0-9]{1,4} \d{2}-\d{2})(?![\d-])/.exec(stem)?.[1];
  if (ninja !== undefined) return named(ninja, stem);
  const chart = /^(.+), (\d+[SDWMHR]?|[SDWM])(?:_[0-9a-f]{5})?$/i.exec(stem);
  if (chart !== null) {
    const word = (chart[1] ?? '').split('_').at(-1) ?? '';
    if (word !== '') return named(word, stem);
  }
  const words = wordsOf(stem);
  const left = words.filter(({ text }) => !isUnderstood(text));
  const pair = pairOf(left, stem);
  if (pair !== undefined) return named(pair, stem);
  const tickers = left.filter(({ text }) => isTicker(text)).map(({ text }) => symbolIn(text));
  const distinct = [...new Set(inCapitals(tickers))];
  const [only] = distinct;
  if (distinct.length === 1 && only !== undefined && isSymbolLike(only, words)) return named(only, stem);
  const [vendor] = words.filter(({ text }) => VENDORS.has(text.toUpperCase()));
  if (
    left.length === 0 &&
    vendor !== undefined &&
    vendor.text === words[0]?.text &&
    vendor.text.length <= MOST_PLAIN_LETTERS
  )
    return named(vendor.text, stem);
  return { candidates: distinct, evidence: '' };
}

const named = (symbol: string, stem: string): NameReading => ({
  symbol,
  candidates: [symbol],
  evidence: `the file's name ${stem} says ${symbol.toUpperCase()}; no column names a symbol`,
});

/** Without extensions, and without the marks of a second download. */
function stemOf(fileName: string): string {
  let stem = fileName;
  for (let cut = stem.replace(EXTENSIONS, ''); cut !== stem; cut = stem.replace(EXTENSIONS, '')) stem = cut;
  return stem.replace(/(\s*\(\d+\)|[ _-]+copy)$/i, '').replace(/\.us(?=$|[_ -])/i, '');
}

interface Word {
  readonly text: string;
  readonly at: number;
}

/**
 * Words between blanks, underscores and commas; dashes and dots split them if a part is understood or no other word is
 * left.
 */
function wordsOf(stem: string): readonly Word[] {
  const words: Word[] = [];
  for (const match of stem.matchAll(/[^\s_,+()[\]]+/g)) {
    const text = match[0];
    if (isWhole(text)) words.push({ text, at: match.index });
    else {
      for (const part of text.matchAll(/[^-.]+(?:\.[A-Za-z]{1,4}(?![A-Za-z]))?/g)) {
        const pieces = isWhole(part[0]) ? [part] : [...part[0].matchAll(/[^.]+/g)];
        for (const piece of pieces)
          words.push({ text: piece[0], at: match.index + part.index + (piece === part ? 0 : piece.index) });
      }
    }
  }
  return words;
}

/** True for a word that dashes and dots do not part: a pair, a share class, a symbol with its exchange, a date. */
function isWhole(text: string): boolean {
  if (!/[-.]/.test(text) || NUMBER_WORDS.test(text)) return true;
  if (/^\d{1,4}[-.]\d{1,2}[-.]\d{1,4}[-_]\d{1,4}[-.]\d{1,2}[-.]\d{1,4}$/.test(text)) return true;
  const group = groupOfSymbol(text);
  if (group !== undefined) return true;
  const [, base = '', mark, suffix = ''] = /^([A-Za-z0-9^]{1,12})([-.])([A-Za-z]{1,4})$/.exec(text) ?? [];
  if (mark === undefined || isUnderstood(base)) return false;
  // BRK-B and BF.A are classes of shares.
  return suffix.length === 1 ? text === text.toUpperCase() : mark === '.' && !isUnderstood(suffix);
}

function isUnderstood(text: string): boolean {
  const upper = text.toUpperCase();
  if (GENERIC.has(upper) || VENDORS.has(upper)) return true;
  return (
    NUMBER_WORDS.test(text) ||
    /^\d{1,4}[-.]\d{1,2}[-.]\d{1,4}[-_]\d{1,4}[-.]\d{1,2}[-.]\d{1,4}$/.test(text) ||
    INTERVAL_WORDS.test(text) ||
    HASH_WORDS.test(text)
  );
}

/** A coin and its quote, or two currencies, parted by a mark: `BTC_USDT`, `EUR-USD`. */
function pairOf(words: readonly Word[], stem: string): string | undefined {
  for (let index = 1; index < words.length; index++) {
    const [base, quote] = [words[index - 1], words[index]] as [Word, Word];
    const end = quote.at + quote.text.length;
    if (quote.at !== base.at + base.text.length + 1) continue;
    const both = stem.slice(base.at, end);
    const group = /^[A-Za-z0-9]+[_/-][A-Za-z]+$/.test(both)
      ? groupOfSymbol(both.toUpperCase().replace('_', '-'))?.group
      : undefined;
    if (words.length === 2 && (group === 'CRYPTO' || group === 'FOREX')) return both;
  }
  return undefined;
}

/** `EURUSD` of MetaTrader's `EURUSD1`, `EURUSD60`, `AUDJPYd1`. */
function symbolIn(text: string): string {
  const pair = /^([A-Za-z]{6})[mhdwMHDW]?(?:1|5|15|30|60|240|1440|10080)$/.exec(text)?.[1];
  return pair !== undefined && groupOfSymbol(pair)?.group === 'FOREX' ? pair : text;
}

/** Short words, long ones in capitals, and symbols that say their market. */
function isTicker(text: string): boolean {
  if (groupOfSymbol(symbolIn(text)) !== undefined) return true;
  if (!TICKER.test(text) || !/[A-Za-z]/.test(text)) return false;
  return text.length <= MOST_PLAIN_LETTERS || text === text.toUpperCase();
}

/** Of words in small letters and one in capitals, that one: `RIVN timestamp with zone`. */
function inCapitals(tickers: readonly string[]): readonly string[] {
  const capitals = tickers.filter((ticker) => ticker.length > 1 && ticker === ticker.toUpperCase());
  return new Set(capitals).size === 1 ? capitals : tickers;
}

/**
 * A currency alone is not a symbol. A word in small letters is one only at the beginning or after vendors and
 * intervals: `stuff` of `old_stuff` is not.
 */
function isSymbolLike(symbol: string, words: readonly Word[]): boolean {
  if (/^(USD|USDT|USDC|EUR|GBP|JPY)$/i.test(symbol) && words.length === 1) return false;
  if (symbol !== symbol.toLowerCase() || groupOfSymbol(symbol) !== undefined) return true;
  const before = words.slice(
    0,
    words.findIndex(({ text }) => symbolIn(text) === symbol),
  );
  return before.every(({ text }) => !GENERIC.has(text.toUpperCase()));
}
