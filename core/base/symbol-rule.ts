import type { Ticker } from './epoch-ms.ts';

/** The longest symbol. */
const MAX_SYMBOL_LENGTH = 40;

/** The rule in words, after "expected". */
export const SYMBOL_RULE = `letters, digits and . - / _ : ^ = @ # & $ ! space, ${MAX_SYMBOL_LENGTH} at most, no space at either end`;

const SYMBOL = /^(?! )[A-Za-z0-9./_:^=@#&$! -]{1,40}(?<! )$/;

/**
 * The one rule for symbols, for import, config, command line, window and strategies: it accepts the usual forms
 * (`BRK.B`, `BTC/USDT`, `7203.T`, `^GSPC`, `ES 03-25`, `BINANCE:BTCUSDT`). Names of folders (`.`, `..`) are not
 * symbols.
 */
export const isSymbol = (text: unknown): text is Ticker =>
  typeof text === 'string' && SYMBOL.test(text) && !/^\.{1,2}$/.test(text);

/** `text` without what no symbol has, cut to the longest. */
export const keepSymbolLetters = (text: string): string =>
  text.replace(/[^A-Za-z0-9./_:^=@#&$! -]/g, '').slice(0, MAX_SYMBOL_LENGTH);
