import { bars, clock, crypto, csv, days, iso, ohlcv, plain } from './made-bars.mjs';

/** Vendor, shape, the file's name, its content: plain texts. */
export const TEXT_KINDS = [
  ['Alpaca, Polygon and others', 'CSV, times in UTC', 'AAPL.csv', plain],
  [
    'yfinance',
    'two tickers side by side',
    'portfolio.csv',
    csv(
      'Price,Close,Close,High,High,Low,Low,Open,Open,Volume,Volume\nTicker,AAPL,MSFT,AAPL,MSFT,AAPL,MSFT,AAPL,MSFT,AAPL,MSFT\nDatetime,,,,,,,,,,',
      bars(100).map((bar) => [
        iso(bar),
        bar.c,
        bar.c,
        bar.h,
        bar.h,
        bar.l,
        bar.l,
        bar.o,
        bar.o,
        bar.v,
        bar.v,
      ]),
    ),
  ],
  [
    'yfinance',
    'days with an offset',
    'VOD.L.csv',
    csv(
      'Date,Open,High,Low,Close,Volume',
      days(100).map((bar) => [`${iso(bar).slice(0, 10)} 00:00:00+00:00`, ...ohlcv(bar)]),
    ),
  ],
  [
    'Kaggle',
    'symbols in a column `Name`',
    'all_stocks.csv',
    csv(
      'date,open,high,low,close,volume,Name',
      ['AAL', 'BRK.B'].flatMap((name) => days(50).map((bar) => [iso(bar).slice(0, 10), ...ohlcv(bar), name])),
    ),
  ],
  [
    'TradingView',
    'epoch seconds, exchange in the name',
    'NASDAQ_AAPL, 1.csv',
    csv(
      'time,open,high,low,close,Volume',
      bars(100).map((bar) => [bar.t / 1_000, ...ohlcv(bar)]),
    ),
  ],
  [
    'HistData',
    'ASCII, EST all year',
    'DAT_ASCII_EURUSD_M1_202503.csv',
    csv(
      '',
      bars(1.05).map((bar) => [clock(bar.t, 'YYYYMMDD hhmmss'), ...ohlcv(bar)]),
      ';',
    ),
  ],
  [
    'Databento',
    'prices in 1e-9',
    'AAPL.ohlcv-1m.csv',
    csv(
      'ts_event,rtype,publisher_id,instrument_id,open,high,low,close,volume',
      bars(100).map((bar) => [
        `${bar.t}000000`,
        33,
        2,
        38,
        ...ohlcv(bar)
          .slice(0, 4)
          .map((price) => Math.round(price * 1e9)),
        bar.v,
      ]),
    ),
  ],
  [
    'TradeStation',
    'Up and Down volumes, closes',
    'SPY.txt',
    csv(
      '"Date","Time","Open","High","Low","Close","Up","Down"',
      bars(100).map((bar) => [
        clock(bar.t + 60_000, 'MM/DD/YYYY'),
        clock(bar.t + 60_000, 'hh:mm'),
        bar.o,
        bar.h,
        bar.l,
        bar.c,
        bar.v,
        0,
      ]),
    ),
  ],
  [
    'MetaTrader 5',
    'tick volume, server time',
    'EURUSD_M1_202503040000_202503040011.csv',
    csv(
      '<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>',
      bars(1.05).map((bar) => [
        clock(bar.t, 'YYYY.MM.DD', 2),
        clock(bar.t, 'hh:mm:ss', 2),
        ...ohlcv(bar),
        0,
        3,
      ]),
      '\t',
    ),
  ],
  [
    'CryptoDataDownload',
    'address on top, two volumes',
    'Bitstamp_BTCUSD_2025_minute.csv',
    csv(
      'https://www.CryptoDataDownload.com\nunix,date,symbol,open,high,low,close,Volume BTC,Volume USD',
      crypto
        .map((bar) => [
          bar.t / 1_000,
          clock(bar.t, 'YYYY-MM-DD hh:mm:ss', 0),
          'BTC/USD',
          ...ohlcv(bar),
          bar.v * bar.c,
        ])
        .reverse(),
    ),
  ],
  [
    'Binance',
    'klines without a header, µs',
    'BTCUSDT-1m-2025-03-04.csv',
    csv(
      '',
      crypto.map((bar) => [`${bar.t}000`, ...ohlcv(bar), `${bar.t + 59_999}999`, bar.v * bar.c, 77, 1, 1, 0]),
    ),
  ],
  [
    'Binance',
    'aggregated trades',
    'BTCUSDT-aggTrades-2025-03-04.csv',
    csv(
      '',
      crypto.map((bar, index) => [index, bar.c, bar.v, index, index, bar.t, 'True', 'True']),
    ),
  ],
  [
    'pandas',
    'index without a name',
    'GOOG.csv',
    csv(
      ',Open,High,Low,Close,Volume',
      days(170).map((bar) => [iso(bar).slice(0, 10), ...ohlcv(bar)]),
    ),
  ],
  [
    'Interactive Brokers',
    'zone behind the time',
    'AAPL_ib.csv',
    csv(
      'date,open,high,low,close,volume',
      bars(100).map((bar) => [clock(bar.t, 'YYYYMMDD hh:mm:ss US/Eastern'), ...ohlcv(bar)]),
    ),
  ],
  [
    'Investing.com',
    'Price, thousands, 47.2K',
    'AAPL Historical Data.csv',
    csv(
      '"Date","Price","Open","High","Low","Vol.","Change %"',
      days(1_241).map((bar) =>
        [clock(bar.t, 'MM/DD/YYYY', 0), bar.c, bar.o, bar.h, bar.l, '47.2K', '0.1%'].map(
          (cell) => `"${cell}"`,
        ),
      ),
    ),
  ],
  [
    'nasdaq.com',
    'dollar signs, Close/Last',
    'AAPL.csv',
    csv(
      'Date,Close/Last,Volume,Open,High,Low',
      days(235).map((bar) => [
        clock(bar.t, 'MM/DD/YYYY', 0),
        `$${bar.c}`,
        bar.v,
        `$${bar.o}`,
        `$${bar.h}`,
        `$${bar.l}`,
      ]),
    ),
  ],
  [
    'German pages',
    'decimal commas',
    'SAP.csv',
    csv(
      'Datum;Erster;Hoch;Tief;Schlusskurs;Stuecke',
      days(230).map((bar) => [
        clock(bar.t, 'DD.MM.YYYY', 0),
        ...ohlcv(bar).map((value) => String(value).replace('.', ',')),
      ]),
      ';',
    ),
  ],
  [
    'NSE, Google Finance',
    'month names',
    'NIFTY.csv',
    csv(
      'Date,Open,High,Low,Close,Volume',
      days(17_000).map((bar) => [`${new Date(bar.t).getUTCDate()}-Mar-25`, ...ohlcv(bar)]),
    ),
  ],
  [
    'Zerodha',
    'offset of India',
    'RELIANCE_minute.csv',
    csv(
      'date,open,high,low,close,volume',
      bars(1_200, 60_000, Date.UTC(2025, 2, 4, 3, 45)).map((bar) => [
        clock(bar.t, 'YYYY-MM-DD hh:mm:ss+05:30', 5.5),
        ...ohlcv(bar),
      ]),
    ),
  ],
  [
    'any',
    'London, a clock without a zone, part of a day',
    'VOD.csv',
    csv(
      'Datetime,Open,High,Low,Close,Volume',
      bars(500).map((bar) => [clock(bar.t, 'YYYY-MM-DD hh:mm:ss', -3), ...ohlcv(bar)]),
    ),
  ],
  [
    'any',
    'bars of five minutes',
    'AAPL_5m.csv',
    csv(
      'timestamp,open,high,low,close,volume',
      bars(100, 300_000).map((bar) => [iso(bar), ...ohlcv(bar)]),
    ),
  ],
  [
    'any',
    'weekly bars',
    'SPY.csv',
    csv(
      'Date,Open,High,Low,Close,Volume',
      bars(500, 7 * 86_400_000).map((bar) => [iso(bar).slice(0, 10), ...ohlcv(bar)]),
    ),
  ],
  ['Spark, DuckDB', 'folders `symbol=…/date=…`', 'symbol=AAPL/date=2025-03-04/part-0.csv', plain],
];
