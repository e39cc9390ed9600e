import { fail, ok, type Result } from '../../../base/result.ts';
import type { Judged, SymbolClues, SymbolSource } from '../proposal.ts';
import { readFileName } from './symbol-of-name.ts';

/**
 * The symbol of the bars. A column beats the file's name: downloads get renamed, rows do not. `bad_usage` when neither
 * names one.
 */
export function judgeSymbol(clues: SymbolClues, path: string): Result<Judged<SymbolSource>> {
  const name = readFileName(clues.fileName);
  const named = name.symbol?.toUpperCase();
  const several = clues.inColumns ?? [...clues.inRows];
  if (several.length > 0) {
    const symbols = [...several].sort();
    const shown = `${symbols.slice(0, 5).join(', ')}${symbols.length > 5 ? ', …' : ''}`;
    const isBeside = clues.inColumns !== undefined;
    const evidence = [isBeside ? `columns are side by side for ${shown}` : `a column names ${shown}`];
    if (named !== undefined && !symbols.includes(named))
      evidence.push(`the file's name says ${named}, the ${isBeside ? 'columns' : 'rows'} win`);
    return ok({ value: { inRows: symbols }, certainty: 'certain', evidence });
  }
  const stated = clues.stated ?? folderOf(path);
  if (stated !== undefined) {
    const symbol = stated.symbol.toUpperCase();
    const evidence = [`${stated.where} ${symbol}`];
    if (named !== undefined && named !== symbol) evidence.push(`the file's name says ${named}, which loses`);
    return ok({ value: { symbol }, certainty: 'certain', evidence });
  }
  if (named !== undefined) {
    return ok({ value: { symbol: named }, certainty: 'likely', evidence: [name.evidence] });
  }
  const could =
    name.candidates.length > 1 ? ` Its name could mean ${name.candidates.slice(0, 4).join(' or ')}.` : '';
  return fail(
    'bad_usage',
    `? ${path}: neither a column nor the file's name tells the symbol.${could}`,
    `Say it: --symbol ${name.candidates[0]?.toUpperCase() ?? 'AAPL'}; for several files --symbol-from "PATTERN" or --plan.`,
  );
}

const HIVE_SYMBOL = /(?:^|[/\\])(?:symbol|ticker|sym)=([^/\\]+)[/\\]/i;

/** `symbol=AAPL/date=2025-03-04/part-0.parquet`, as Spark, DuckDB and this program lay files out. */
function folderOf(path: string): SymbolClues['stated'] {
  const folder = HIVE_SYMBOL.exec(path)?.[1];
  return folder === undefined ? undefined : { where: 'the folder names', symbol: unescaped(folder) };
}

/** Hive writes `%2F` for a slash; a stray `%` stands for itself. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
