import { fail, ok, type Result } from '../../core/base/result.ts';
import { isSymbol } from '../../core/base/symbol-rule.ts';
import type { TradingCommand } from '../../core/session-coordinator/session/command.ts';

/** The words that give an order, for `--at` and `session`. */
export const TRADING_VERBS = ['buy', 'sell', 'cancel', 'flatten', 'resume-trading'] as const;

export const TRADING_FORMS = [
  'buy|sell QUANTITY SYMBOL [limit PRICE] [stop PRICE] [take PRICE] [loss PRICE] [gtc]',
  'cancel ORDER',
  'flatten [SYMBOL]',
  'resume-trading',
];

const PRICES: Readonly<Record<string, 'limit_price' | 'stop_price' | 'take_profit' | 'stop_loss'>> = {
  limit: 'limit_price',
  stop: 'stop_price',
  take: 'take_profit',
  loss: 'stop_loss',
};

/** The words of a command; a symbol with a space is in quotes: `buy 1 "ES 03-25"`. */
export const splitWords = (text: string): string[] =>
  (text.match(/"[^"]*"|'[^']*'|\S+/g) ?? []).map((word) => word.replace(/^(["'])(.*)\1$/, '$2'));

/** Reads `buy 100 AAPL limit 101.5 loss 99`; undefined when the first word gives no order. */
export function parseTradingWords(words: readonly string[]): Result<TradingCommand> | undefined {
  const [verb, first, ...rest] = words;
  switch (verb) {
    case 'buy':
    case 'sell':
      return parseOrder(verb, first, rest);
    case 'cancel':
      return parseCancel(first, rest);
    case 'flatten':
      return parseFlatten(first, rest);
    case 'resume-trading':
      return first === undefined ? ok({ type: 'resume_trading' }) : extra([first, ...rest]);
    default:
      return undefined;
  }
}

function parseOrder(
  side: 'buy' | 'sell',
  shares: string | undefined,
  [name, ...words]: readonly string[],
): Result<TradingCommand> {
  const quantity = Number(shares);
  if (!Number.isFinite(quantity) || quantity <= 0) {
    return fail('bad_usage', `“${shares ?? ''}” is not a quantity over 0`);
  }
  const symbol = symbolOf(name);
  if (!symbol.ok) return symbol;
  const prices: Partial<Record<'limit_price' | 'stop_price' | 'take_profit' | 'stop_loss', number>> = {};
  let gtc = false;
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    const key = PRICES[word];
    if (word === 'gtc') gtc = true;
    else if (key === undefined) return extra(words.slice(index));
    else {
      const price = Number(words[++index]);
      if (!Number.isFinite(price) || price === 0) return fail('bad_usage', `${word} takes a price`);
      prices[key] = price;
    }
  }
  return ok({
    type: 'place_order',
    symbol: symbol.value,
    side,
    quantity,
    order_type: typeOf(prices),
    ...prices,
    ...(gtc ? { time_in_force: 'gtc' } : {}),
  });
}

function typeOf(prices: { readonly limit_price?: number; readonly stop_price?: number }) {
  if (prices.stop_price === undefined) return prices.limit_price === undefined ? 'market' : 'limit';
  return prices.limit_price === undefined ? 'stop' : 'stop_limit';
}

function parseCancel(text: string | undefined, rest: readonly string[]): Result<TradingCommand> {
  const order = Number(text);
  if (rest.length > 0) return extra(rest);
  if (!Number.isSafeInteger(order) || order < 1)
    return fail('bad_usage', 'cancel takes the number of an order');
  return ok({ type: 'cancel_order', order });
}

function parseFlatten(name: string | undefined, rest: readonly string[]): Result<TradingCommand> {
  if (rest.length > 0) return extra(rest);
  if (name === undefined) return ok({ type: 'flatten' });
  const symbol = symbolOf(name);
  return symbol.ok ? ok({ type: 'flatten', symbol: symbol.value }) : symbol;
}

function symbolOf(name: string | undefined): Result<string> {
  const symbol = name?.toUpperCase();
  if (isSymbol(symbol)) return ok(symbol);
  return fail('bad_usage', name === undefined ? 'a symbol is missing' : `“${name}” is not a symbol`);
}

const extra = (words: readonly string[]): Result<never> =>
  fail('bad_usage', `“${words.join(' ')}” is not understood`);
