import { fail, ok, type Result } from '../../core/base/result.ts';
import { isSymbol } from '../../core/base/symbol-rule.ts';
import type { TradingCommand } from '../../core/session-coordinator/session/command.ts';

/** The words that give an order, for `--at` and `session`. */
export const TRADING_VERBS = ['buy', 'sell', 'cancel', 'flatten', 'resume-trading'] as const;

export const TRADING_FORMS = [
  'buy|sell QUANTITY SYMBOL [limit PRICE] [stop PRICE] [take PRICE] [loss PRICE] [trail AMOUNT|PERCENT%]',
  '  [oco ORDER] [gtc|on-open|on-close|ioc|fok]',
  'cancel ORDER',
  'flatten [SYMBOL]',
  'resume-trading',
];

type Terms = Omit<
  Extract<TradingCommand, { type: 'place_order' }>,
  'type' | 'symbol' | 'side' | 'quantity' | 'order_type'
>;

const PRICES = { limit: 'limit_price', stop: 'stop_price', take: 'take_profit', loss: 'stop_loss' } as const;

const TIMES = {
  day: 'day',
  gtc: 'gtc',
  'on-open': 'open',
  'on-close': 'close',
  ioc: 'ioc',
  fok: 'fok',
} as const;

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
  const terms = parseTerms(words);
  if (!terms.ok) return terms;
  const order_type = typeOf(terms.value);
  return ok({ type: 'place_order', symbol: symbol.value, side, quantity, order_type, ...terms.value });
}

function parseTerms(words: readonly string[]): Result<Terms> {
  let terms: Terms = {};
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (word in TIMES) {
      if (terms.time_in_force !== undefined)
        return fail('bad_usage', `“${word}”: an order has one time in force`);
      terms = { ...terms, time_in_force: TIMES[word as keyof typeof TIMES] };
      continue;
    }
    const term = parseTerm(word, words[index + 1]);
    if (term === undefined) return extra(words.slice(index));
    if (!term.ok) return term;
    terms = { ...terms, ...term.value };
    index++;
  }
  return ok(terms);
}

/** A word that takes a value; undefined for any other. */
function parseTerm(word: string, value: string | undefined): Result<Terms> | undefined {
  const number = Number(value);
  if (word in PRICES) {
    if (!Number.isFinite(number) || number === 0) return fail('bad_usage', `${word} takes a price`);
    return ok({ [PRICES[word as keyof typeof PRICES]]: number });
  }
  if (word === 'oco') {
    if (!Number.isSafeInteger(number) || number < 1)
      return fail('bad_usage', 'oco takes the number of an order');
    return ok({ oco_with: number });
  }
  return word === 'trail' ? parseTrail(value) : undefined;
}

function parseTrail(value = ''): Result<Terms> {
  const percent = value.endsWith('%');
  const distance = Number(percent ? value.slice(0, -1) : value);
  if (!Number.isFinite(distance) || distance <= 0 || (percent && distance >= 100))
    return fail('bad_usage', 'trail takes an amount over 0 or a percentage under 100, like 2 or 1.5%');
  return ok(percent ? { trail_percent: distance } : { trail_amount: distance });
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
