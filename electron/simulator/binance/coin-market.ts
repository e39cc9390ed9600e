/** One market of `exchangeInfo`, with the filters that clients read prices and quantities by. */
export function marketOf(symbol: string): unknown {
  const quote =
    ['USDT', 'USDC', 'BTC', 'EUR'].find((each) => symbol.endsWith(each) && symbol !== each) ?? 'USDT';
  const base = symbol.endsWith(quote) ? symbol.slice(0, -quote.length) : symbol;
  return {
    symbol,
    status: 'TRADING',
    baseAsset: base,
    baseAssetPrecision: 8,
    quoteAsset: quote,
    quotePrecision: 8,
    quoteAssetPrecision: 8,
    orderTypes: ['LIMIT', 'MARKET'],
    isSpotTradingAllowed: true,
    isMarginTradingAllowed: false,
    filters: [
      {
        filterType: 'PRICE_FILTER',
        minPrice: '0.00000001',
        maxPrice: '1000000.00000000',
        tickSize: '0.00000001',
      },
      { filterType: 'LOT_SIZE', minQty: '0.00000001', maxQty: '9000.00000000', stepSize: '0.00000001' },
      { filterType: 'NOTIONAL', minNotional: '5.00000000', applyMinToMarket: true },
    ],
    permissions: ['SPOT'],
    permissionSets: [['SPOT']],
  };
}
