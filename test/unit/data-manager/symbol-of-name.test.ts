import { describe, expect, test } from 'vitest';
import { readFileName } from '../../../core/data-manager/importers/judging/symbol-of-name.ts';

describe('the symbol in a file name', () => {
  test.each([
    ['AAPL.csv', 'AAPL'],
    ['AAPL_2025-07-02.csv', 'AAPL'],
    ['aapl.us.txt', 'aapl'],
    ['AAPL.US_1m.csv', 'AAPL'],
    ['BTC-USD_1m.csv', 'BTC-USD'],
    ['NASDAQ_AAPL, 1.csv', 'AAPL'],
    ['BATS_SPY, 1_5f0a2.csv', 'SPY'],
    ['NYSE_BRK.B, 1D.csv', 'BRK.B'],
    ['CME_MINI_ES1!, 5.csv', 'ES1!'],
    ['DAT_ASCII_EURUSD_M1_202507.csv', 'EURUSD'],
    ['DAT_MT_EURUSD_M1_2024.csv', 'EURUSD'],
    ['ib_MES.csv', 'MES'],
    ['BTCUSDT-1m-2024-01.csv', 'BTCUSDT'],
    ['BTCUSDT-1m-2025-03-04.zip', 'BTCUSDT'],
    ['RELIANCE_minute.csv', 'RELIANCE'],
    ['RELIANCE.NS.csv', 'RELIANCE.NS'],
    ['NIFTY50_INDEX_1m_2025.csv', 'NIFTY50'],
    ['gbpusd-m1-bid-2012.csv', 'gbpusd'],
    ['EURUSD1.csv', 'EURUSD'],
    ['EURUSD60.csv', 'EURUSD'],
    ['AUDJPYd1.csv', 'AUDJPY'],
    ['BTC_USDT-1m.json', 'BTC_USDT'],
    ['XRP_ETH-trades.parquet', 'XRP_ETH'],
    ['Coinbase-BTC-USD-PT1D-20230616_20231011.json', 'BTC-USD'],
    ['AAPL Historical Data.csv', 'AAPL'],
    ['EURUSD_Candlestick_1_M_BID_05.01.2025-07.01.2025.csv', 'EURUSD'],
    ['EURUSD_M1_202501060000_202501072359.csv', 'EURUSD'],
    ['NQ 03-25.Last.txt', 'NQ 03-25'],
    ['ESH25-CME.txt', 'ESH25'],
    ['ES_GraphData.txt', 'ES'],
    ['AAPL_full_1min_adjsplit.txt', 'AAPL'],
    ['VOD.L.csv', 'VOD.L'],
    ['VOD.L_1m.csv', 'VOD.L'],
    ['4063.T.csv', '4063.T'],
    ['SPY.Last.txt', 'SPY'],
    ['SP500_NOV2019_IDay.csv', 'SP500'],
    ['jpyusd_barchartdotcom.csv', 'jpyusd'],
    ['BRK-A.csv', 'BRK-A'],
    ['Bitstamp_BTCUSD_2025_minute.csv', 'BTCUSD'],
    ['btcusd_bitstamp_1min_latest.csv', 'btcusd'],
    ['1min_AAPL.csv', 'AAPL'],
    ['stock_AAPL_1min.csv', 'AAPL'],
    ['data_AAPL.csv', 'AAPL'],
    ['aapl_trailing.csv', 'aapl'],
    ['WIKI-AAPL-2011-quandl.csv', 'AAPL'],
    ['nt-spy-minute-2011-03.csv', 'spy'],
    ['yhoo-2014.txt', 'yhoo'],
    ['PEPEUSDT_1m.csv', 'PEPEUSDT'],
    ['binance_BTCUSDT_1m.csv', 'BTCUSDT'],
    ['AAPL.csv.gz', 'AAPL'],
    ['AAPL (1).csv', 'AAPL'],
    ['kucoin.csv', 'kucoin'],
    ['Quote-Equity-RELIANCE-EQ.csv', 'RELIANCE'],
  ])('%s is of %s', (name, symbol) => {
    expect(readFileName(name).symbol).toBe(symbol);
  });

  test.each(['my_bars.csv', 'backup_2025.csv', 'usdt.csv', 'portfolio.csv', 'HistoricalData_1741.csv', '2025-03-04.csv.gz', 'all_stocks.csv', 'data_from_broker.csv', 'old_stuff.csv', 'archive.zip', 'export (2).csv', 'AAPL_MSFT.csv'])(
    '%s says none',
    (name) => {
      expect(readFileName(name).symbol).toBeUndefined();
    },
  );
});
