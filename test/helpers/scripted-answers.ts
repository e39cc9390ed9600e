import type { CatalogConfig, CatalogSymbol, SymbolAnswer } from '../../electron/contract/requests.ts';

const config = (
  id: string,
  name: string,
  symbols: readonly string[],
  problem: string | null = null,
): CatalogConfig => ({
  config_id: id,
  session_name: name,
  description: '',
  mode: 'backtest',
  start_date: '2025-07-02',
  end_date: '2025-07-03',
  group: 'US_EQUITY',
  symbols,
  problem,
});

const MANY = Array.from({ length: 500 }, (_, index) => `S${String(index).padStart(3, '0')}`);

export const CONFIGS: readonly CatalogConfig[] = [
  config('sample', 'RIVN, with AAPL added at ten', ['RIVN', 'MSFT', 'TSLA', 'AMD', 'SOFI']),
  config('many', 'Five hundred symbols', MANY),
  config(
    'broken',
    'Opening range',
    [],
    'session_data_config.streams: expected at least one interval, got none',
  ),
];

const TICKERS =
  'AAPL AMD AMZN BABA F GOOG GOOGL INTC META MSFT NFLX NIO NVDA NVO PLTR RIVN SOFI SPY TSLA UBER'.split(' ');

export const STORED: readonly CatalogSymbol[] = TICKERS.map((symbol) => ({
  symbol,
  intervals: symbol === 'NIO' ? ['1d'] : ['1m', '1d'],
  first_month: '2025-06',
  last_month: '2025-07',
}));

export function answerTo(symbol: string, alreadyThere: boolean): SymbolAnswer {
  const stored = STORED.find((each) => each.symbol === symbol) ?? null;
  const reasons =
    stored === null && !symbol.startsWith('S')
      ? [`${symbol} is not in the store.`]
      : symbol === 'NIO'
        ? ['NIO needs 1m bars (for 5m, 15m); the store has 1d, 2025-06-02 to 2025-07-18.']
        : [];
  return {
    symbol,
    can_proceed: reasons.length === 0,
    already_in_session: alreadyThere,
    first_day: stored === null ? null : '2025-06-02',
    last_day: stored === null ? null : '2025-07-18',
    synthetic: true,
    reasons,
  };
}
