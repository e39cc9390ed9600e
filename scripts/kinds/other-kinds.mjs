import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { bars, clock, crypto, csv, iso, ohlcv, plain } from './made-bars.mjs';

/** Vendor, shape, the file's name, its content: JSON, packed files, binary formats. */
export const OTHER_KINDS = [
  ['Databento', 'DBN', 'AAPL.dbn', Buffer.concat([Buffer.from('DBN\u0001'), Buffer.alloc(60)])],
  [
    'Binance',
    'the zip of it',
    'BTCUSDT-1m-2025-03-04.zip',
    zipSync({
      'BTCUSDT-1m-2025-03-04.csv': strToU8(
        csv(
          '',
          crypto.map((bar) => [bar.t, ...ohlcv(bar), bar.t + 59_999, bar.v * bar.c, 77, 1, 1, 0]),
        ),
      ),
    }),
  ],
  [
    'Polygon flat files',
    '.csv.gz, many symbols, ns',
    '2025-03-04.csv.gz',
    gzipSync(
      csv(
        'ticker,volume,open,close,high,low,window_start,transactions',
        ['AAPL', 'BRK.B'].flatMap((name) =>
          bars(100).map((bar) => [name, bar.v, bar.o, bar.c, bar.h, bar.l, `${bar.t}000000`, 9]),
        ),
      ),
    ),
  ],
  [
    'pandas',
    'to_json(orient="records")',
    'AAPL.json',
    JSON.stringify(
      bars(100).map((bar) => ({
        time: iso(bar),
        open: bar.o,
        high: bar.h,
        low: bar.l,
        close: bar.c,
        volume: bar.v,
      })),
    ),
  ],
  ['pandas', 'pickle', 'AAPL.pkl', Buffer.concat([Buffer.from([0x80, 4, 0x95]), Buffer.alloc(60)])],
  [
    'pandas',
    'HDF5',
    'AAPL.h5',
    Buffer.concat([Buffer.from('\u0089HDF\r\n\u001a\n', 'latin1'), Buffer.alloc(60)]),
  ],
  [
    'ccxt, freqtrade',
    'JSON list of lists',
    'BTC_USDT-1m.json',
    JSON.stringify(crypto.map((bar) => [bar.t, ...ohlcv(bar)])),
  ],
  [
    'Alpha Vantage',
    'JSON by time',
    'IBM.json',
    JSON.stringify({
      'Meta Data': { '2. Symbol': 'IBM', '4. Interval': '1min', '6. Time Zone': 'US/Eastern' },
      'Time Series (1min)': Object.fromEntries(
        bars(100).map((bar) => [
          clock(bar.t, 'YYYY-MM-DD hh:mm:ss'),
          {
            '1. open': String(bar.o),
            '2. high': String(bar.h),
            '3. low': String(bar.l),
            '4. close': String(bar.c),
            '5. volume': String(bar.v),
          },
        ]),
      ),
    }),
  ],
  [
    'Coinbase',
    'JSON candles',
    'BTC-USD.json',
    JSON.stringify({
      candles: crypto.map((bar) => ({
        start: String(bar.t / 1_000),
        low: bar.l,
        high: bar.h,
        open: bar.o,
        close: bar.c,
        volume: bar.v,
      })),
    }),
  ],
  [
    'Twelve Data',
    'JSON values',
    'twelve.json',
    JSON.stringify({
      meta: { symbol: 'AAPL', interval: '1min', exchange_timezone: 'America/New_York' },
      values: bars(100)
        .map((bar) => ({
          datetime: clock(bar.t, 'YYYY-MM-DD hh:mm:ss'),
          open: bar.o,
          high: bar.h,
          low: bar.l,
          close: bar.c,
          volume: bar.v,
        }))
        .reverse(),
    }),
  ],
  [
    'Finnhub',
    'JSON, a list a column',
    'AAPL.json',
    JSON.stringify({
      s: 'ok',
      ...Object.fromEntries(
        [
          ['t', (bar) => bar.t / 1_000],
          ['o', (bar) => bar.o],
          ['h', (bar) => bar.h],
          ['l', (bar) => bar.l],
          ['c', (bar) => bar.c],
          ['v', (bar) => bar.v],
        ].map(([name, of]) => [name, bars(100).map(of)]),
      ),
    }),
  ],
  [
    'Yahoo',
    'chart JSON',
    'chart.json',
    JSON.stringify({
      chart: {
        result: [
          {
            meta: { symbol: 'AAPL', exchangeTimezoneName: 'America/New_York', dataGranularity: '1m' },
            timestamp: bars(100).map(({ t }) => t / 1_000),
            indicators: {
              quote: [
                {
                  open: bars(100).map(({ o }) => o),
                  high: bars(100).map(({ h }) => h),
                  low: bars(100).map(({ l }) => l),
                  close: bars(100).map(({ c }) => c),
                  volume: bars(100).map(({ v }) => v),
                },
              ],
            },
          },
        ],
      },
    }),
  ],
  [
    'Kraken',
    'JSON OHLC',
    'kraken.json',
    JSON.stringify({
      error: [],
      result: {
        XBTUSD: crypto.map((bar) => [
          bar.t / 1_000,
          String(bar.o),
          String(bar.h),
          String(bar.l),
          String(bar.c),
          String(bar.c),
          String(bar.v),
          9,
        ]),
        last: 1,
      },
    }),
  ],
  [
    'JSON lines',
    'one object a line',
    'bars.jsonl',
    bars(100)
      .map((bar) =>
        JSON.stringify({
          symbol: 'AAPL',
          timestamp: iso(bar),
          open: bar.o,
          high: bar.h,
          low: bar.l,
          close: bar.c,
          volume: bar.v,
        }),
      )
      .join('\n'),
  ],
  ['MQL5, Excel', 'UTF-16', 'AAPL.txt', Buffer.from(`\uFEFF${plain.replaceAll(',', '\t')}`, 'utf16le')],
  [
    'LEAN',
    'minutes of US shares',
    'equity/usa/minute/spy/20250304_trade.zip',
    zipSync({
      '20250304_spy_minute_trade.csv': strToU8(
        csv(
          '',
          bars(500).map((bar) => [
            bar.t - Date.UTC(2025, 2, 4, 5),
            ...ohlcv(bar)
              .slice(0, 4)
              .map((price) => Math.round(price * 10_000)),
            bar.v,
          ]),
        ),
      ),
    }),
  ],
  [
    'LEAN',
    'crypto',
    'crypto/coinbase/minute/btcusd/20250304_trade.zip',
    zipSync({
      '20250304_btcusd_minute_trade.csv': strToU8(
        csv(
          '',
          crypto.map((bar) => [bar.t - Date.UTC(2025, 2, 4), ...ohlcv(bar)]),
        ),
      ),
    }),
  ],
  [
    'several files',
    'a zip of one file a symbol',
    'archive.zip',
    zipSync({ 'AAPL.csv': strToU8(plain), 'MSFT.csv': strToU8(plain) }),
  ],
];
