import type { TradingDay } from '../../core/base/epoch-ms.ts';
import { isInterval, type Interval } from '../../core/base/interval.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import { findIndicator } from '../../core/data-processor/indicators/registry.ts';
import type {
  Caller,
  PlannedCommand,
  SessionCommand,
} from '../../core/session-coordinator/session/command.ts';
import type { AdhocAsk } from '../../core/session-coordinator/loading/requirements.ts';
import { isSymbol } from '../../core/base/symbol-rule.ts';
import { parseTradingWords, splitWords, TRADING_FORMS, TRADING_VERBS } from './order-words.ts';
import { parseExchangeTime } from '../../core/time-manager/exchange-time.ts';
import type { MarketCalendar } from '../../core/time-manager/market-calendar.ts';

const VERBS: readonly string[] = ['add', 'adhoc', 'upgrade', 'remove', ...TRADING_VERBS];
const CALLERS: readonly string[] = ['user', 'strategy', 'scanner'];

/** The forms that `--at` takes, for messages. */
const FORMS = [
  'TIME add SYMBOL [as user|strategy|scanner] [keep]',
  'TIME adhoc SYMBOL INTERVAL',
  'TIME adhoc SYMBOL history INTERVAL DAYS',
  'TIME adhoc SYMBOL sma(20) on INTERVAL',
  'TIME upgrade SYMBOL',
  'TIME remove SYMBOL',
  ...TRADING_FORMS.map((form) => `TIME ${form}`),
].join('\n  ');

/** Reads one `--at "10:00 add AAPL"`. The time is exchange time of `day` unless it names a day of its own. */
export function parsePlannedCommand(
  text: string,
  calendar: MarketCalendar,
  day: TradingDay,
  extendedHours = false,
): Result<PlannedCommand> {
  const words = splitWords(text);
  const verb = words.findIndex((word) => VERBS.includes(word));
  if (verb < 1)
    return wrong(text, verb === 0 ? 'it begins with no time' : `it names none of ${VERBS.join(', ')}`);
  const at = parseExchangeTime(words.slice(0, verb).join(' '), calendar, day, extendedHours);
  if (!at.ok) return wrong(text, at.failure.message);
  const command = parseTradingWords(words.slice(verb)) ?? parseCommand(words.slice(verb));
  if (!command.ok) return wrong(text, command.failure.message);
  return ok({ at: at.value, command: command.value });
}

/** Reads a command without its time: `add AAPL as strategy`. */
function parseCommand([verb, name, ...rest]: readonly string[]): Result<SessionCommand> {
  const symbol = name?.toUpperCase();
  if (!isSymbol(symbol)) {
    return fail('bad_usage', name === undefined ? 'a symbol is missing' : `“${name}” is not a symbol`);
  }
  switch (verb) {
    case 'add':
      return parseAdd(symbol, rest);
    case 'adhoc': {
      const ask = parseAsk(rest);
      return ask.ok ? ok({ type: 'adhoc', symbol, ask: ask.value }) : ask;
    }
    case 'upgrade':
      return parseCaller(rest, (added_by) => ({ type: 'upgrade', symbol, added_by }));
    default:
      return rest.length === 0 ? ok({ type: 'remove', symbol }) : extra(rest);
  }
}

function parseAdd(symbol: string, words: readonly string[]): Result<SessionCommand> {
  const keep = words.at(-1) === 'keep';
  return parseCaller(keep ? words.slice(0, -1) : words, (added_by) =>
    keep ? { type: 'add', symbol, added_by, keep } : { type: 'add', symbol, added_by },
  );
}

function parseCaller(
  words: readonly string[],
  make: (caller: Caller) => SessionCommand,
): Result<SessionCommand> {
  if (words.length === 0) return ok(make('user'));
  const [as, caller = '', ...rest] = words;
  if (as !== 'as' || rest.length > 0) return extra(words);
  if (!CALLERS.includes(caller)) return fail('bad_usage', `“${caller}” is none of ${CALLERS.join(', ')}`);
  return ok(make(caller as Caller));
}

function parseAsk(words: readonly string[]): Result<AdhocAsk> {
  const [first = '', second = '', third = ''] = words;
  if (words.length === 1) {
    return isInterval(first) ? ok({ kind: 'bars', interval: first }) : notAnInterval(first);
  }
  if (first === 'history' && words.length === 3) {
    if (!isInterval(second)) return notAnInterval(second);
    const days = Number(third);
    if (!Number.isInteger(days) || days < 1) return fail('bad_usage', `“${third}” is not a number of days`);
    return ok({ kind: 'history', interval: second, trailing_days: days });
  }
  const on = words.lastIndexOf('on');
  const interval = words[on + 1] ?? '';
  if (on < 1 || on !== words.length - 2)
    return fail('bad_usage', `“${words.join(' ')}” is not an interval, a history or an indicator`);
  if (!isInterval(interval)) return notAnInterval(interval);
  return parseIndicator(words.slice(0, on).join(''), interval);
}

/** `sma(20)`, `macd(12,26,9)` or `vwap`: values in the order of the indicator's parameters. */
function parseIndicator(text: string, interval: Interval): Result<AdhocAsk> {
  const parts = /^([a-z_]+)(?:\(([^()]*)\))?$/.exec(text);
  const name = parts?.[1] ?? '';
  const definition = findIndicator(name);
  if (definition === undefined) return fail('bad_usage', `there is no indicator “${text}”`);
  const values = (parts?.[2] ?? '').split(',').filter((value) => value !== '');
  if (values.length > definition.parameters.length) {
    return fail('bad_usage', `${name} takes ${definition.parameters.length} numbers, got ${values.length}`);
  }
  const parameters: Record<string, number> = {};
  for (const [index, value] of values.entries()) {
    if (!Number.isFinite(Number(value))) return fail('bad_usage', `“${value}” is not a number`);
    parameters[definition.parameters[index]?.name ?? ''] = Number(value);
  }
  return ok({ kind: 'indicator', spec: { ...parameters, name, interval } as never });
}

const notAnInterval = (text: string): Result<never> => fail('bad_usage', `“${text}” is not an interval`);
const extra = (words: readonly string[]): Result<never> =>
  fail('bad_usage', `“${words.join(' ')}” is not understood`);
const wrong = (text: string, why: string): Result<never> =>
  fail('bad_usage', `--at "${text}": ${why}`, `Expected one of\n  ${FORMS}`);
