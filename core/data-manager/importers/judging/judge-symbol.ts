import { fail, ok, type Result } from '../../../base/result.ts';
import type { Judged, SymbolSource } from '../proposal.ts';
import type { SymbolClues } from '../sampled-table.ts';

/** First words of file names that name no symbol. */
const GENERIC: ReadonlySet<string> = new Set(
  'BAR BARS CANDLE CANDLES CSV DAILY DATA DAY DOWNLOAD EXPORT HIST HISTORY HISTORICAL INTRADAY MINUTE OHLC OHLCV OUTPUT PRICE PRICES QUOTES SAMPLE STOCK STOCKS TABLE TEST TICKS UNTITLED'.split(
    ' ',
  ),
);

/** A ticker at the start of a file name: up to ten letters, digits, dots, carets or dashes, then an end or a `_` or space. */
const LEADING_TICKER = /^\^?([A-Za-z][A-Za-z0-9]{0,5}(?:[.-][A-Za-z]{1,4})?)(?=[_ ,(]|$)/;

/** Whose bars they are. A column beats the file's name: downloads get renamed, rows do not. `bad_usage` when nothing tells. */
export function judgeSymbol(clues: SymbolClues, path: string): Result<Judged<SymbolSource>> {
  const named = symbolOfName(clues.fileName);
  if (clues.inRows.size > 0) {
    const symbols = [...clues.inRows].sort();
    const evidence = [`a column names ${symbols.slice(0, 5).join(', ')}${symbols.length > 5 ? ', …' : ''}`];
    if (named !== undefined && !clues.inRows.has(named))
      evidence.push(`the file's name says ${named}, the rows win`);
    return ok({ value: { inRows: symbols }, certainty: 'certain', evidence });
  }
  if (clues.inColumns !== undefined) {
    const symbols = [...clues.inColumns].sort();
    const evidence = [`columns stand side by side for ${symbols.slice(0, 5).join(', ')}`];
    if (named !== undefined && !symbols.includes(named))
      evidence.push(`the file's name says ${named}, the columns win`);
    return ok({ value: { inRows: symbols }, certainty: 'certain', evidence });
  }
  if (clues.stated !== undefined) {
    const { where } = clues.stated;
    const symbol = clues.stated.symbol.toUpperCase();
    const evidence = [`${where} ${symbol}`];
    if (named !== undefined && named !== symbol) evidence.push(`the file's name says ${named}, which loses`);
    return ok({ value: { symbol }, certainty: 'certain', evidence });
  }
  if (named !== undefined) {
    const evidence = [`the file's name starts with ${named}; no column names a symbol`];
    return ok({ value: { symbol: named }, certainty: 'likely', evidence });
  }
  return fail(
    'bad_usage',
    `${path}: neither a column nor the file's name tells the symbol.`,
    'Say it: --symbol AAPL.',
  );
}

/** `AAPL` of `AAPL_2025-07-02.csv`, `BTC-USD` of `BTC-USD_1m.csv`, `AAPL` of `aapl.us.txt`. */
function symbolOfName(fileName: string): string | undefined {
  const stem = fileName.replace(/\.(csv|txt|tsv|asc|json|parquet|pq|zip)$/i, '').replace(/\.us$/i, '');
  const symbol = LEADING_TICKER.exec(stem)?.[1]?.toUpperCase();
  return symbol === undefined || GENERIC.has(symbol) ? undefined : symbol;
}
