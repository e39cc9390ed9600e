import { describe, expect, it } from 'vitest';
import { ScriptCache } from '../../../electron/host/strategies/script-cache.ts';
import { userStrategyKind } from '../../../electron/host/strategies/user-strategy-kind.ts';
import { bars } from '../../helpers/bar-builder.ts';
import { memoryStore } from '../../helpers/memory-store.ts';
import { eventsOf, playRun, sessionConfig } from '../../helpers/session-harness.ts';

/** Every method that a strategy is handed, with fifty odd values in every place: only the strategy may stop. */

const store = memoryStore(
  ...['RIVN', 'AAPL'].map((symbol) => bars(symbol).from('2025-07-02 09:30').minutes(12).build()),
);
const config = sessionConfig({ symbols: ['RIVN'], streams: ['1m', '5m'] });
const scripts = new ScriptCache();

const ODD: readonly string[] = [
  'undefined',
  'null',
  'true',
  'false',
  'NaN',
  'Infinity',
  '-Infinity',
  '0',
  '-0',
  '-1',
  '0.5',
  '1e-300',
  '1e300',
  '2 ** 31',
  '2 ** 53',
  '-(2 ** 53)',
  '10n',
  'Symbol("s")',
  'Symbol.iterator',
  '""',
  '" "',
  '"RIVN"',
  '"rivn"',
  '"AAPL"',
  '"AAPL "',
  '"ß"',
  '"\\u0000"',
  '"\\u{1F4A9}"',
  '"__proto__"',
  '"constructor"',
  '"1m"',
  '"7m"',
  '"0m"',
  '"sma(20)@5m"',
  '"x".repeat(100000)',
  '"../../x"',
  '"=1+1"',
  '[]',
  '["RIVN"]',
  '[[[]]]',
  '{}',
  '{ __proto__: null }',
  '{ toString: 1 }',
  '() => "RIVN"',
  'function* () {}',
  'new Date(NaN)',
  'new Float64Array(9)',
  'new Map()',
  '/x/',
  'new Error("x")',
  'class {}',
  'globalThis',
  'ctx',
  'new Proxy({}, {})',
];

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  'ctx.symbols.adhoc': ['bars', 'history', 'days', 'indicator'],
  'ctx.signal': ['symbol', 'direction', 'price', 'text'],
  'ctx.orders.buy': [
    'type',
    'limitPrice',
    'stopPrice',
    'timeInForce',
    'takeProfit',
    'stopLoss',
    'ocoWith',
    'tag',
    'symbol',
    'side',
    'quantity',
    'owner',
    'id',
  ],
  'ctx.orders.sell': [
    'type',
    'limitPrice',
    'stopPrice',
    'timeInForce',
    'takeProfit',
    'stopLoss',
    'ocoWith',
    'tag',
  ],
  'ctx.orders.replace': ['quantity', 'limitPrice', 'stopPrice'],
};

/** A good call of each method, and in which places an odd value goes. */
const GOOD: Readonly<Record<string, readonly string[]>> = {
  'ctx.signal': [`{ symbol: 'RIVN', direction: 'long', text: 'x', price: 5 }`],
  'ctx.symbols.add': [`'AAPL'`],
  'ctx.symbols.adhoc': [`'AAPL'`, `{ bars: '1m' }`],
  'ctx.symbols.remove': [`'AAPL'`],
  'ctx.symbols.lockedBy': [`'RIVN'`],
  'ctx.orders.buy': [`'RIVN'`, '1', `{ type: 'limit', limitPrice: 1 }`],
  'ctx.orders.sell': [`'RIVN'`, '1', `{ type: 'limit', limitPrice: 1000 }`],
  'ctx.orders.cancel': ['1'],
  'ctx.orders.replace': ['1', '{ quantity: 2 }'],
  'ctx.orders.flatten': [`'RIVN'`],
  'ctx.orders.order': ['1'],
  'ctx.orders.working': [`'RIVN'`],
  'ctx.orders.position': [`'RIVN'`],
  'ctx.orders.positions': [],
  'ctx.orders.account': [],
  'ctx.log.info': [`'x'`],
  'ctx.log.warn': [`'x'`],
  'ctx.random.uniform': [],
  'ctx.random.normal': [],
  'ctx.clock.now': [],
  'ctx.clock.day': [],
  'ctx.clock.open': [],
  'ctx.clock.close': [],
  'ctx.clock.time': [],
  'ctx.clock.minutesSinceOpen': [],
  'ctx.view.activeSymbols': [],
  'ctx.view.loadedIntervals': [`'RIVN'`],
  'ctx.view.baseInterval': [`'RIVN'`],
  'ctx.view.metadata': [`'RIVN'`],
  'ctx.view.latestBar': [`'RIVN'`, `'1m'`],
  'ctx.view.lastBars': [`'RIVN'`, `'1m'`, '3'],
  'ctx.view.barsSince': [`'RIVN'`, `'1m'`, '0'],
  'ctx.view.barCount': [`'RIVN'`, `'1m'`],
  'ctx.view.metrics': [`'RIVN'`],
  'ctx.view.historicalBars': [`'RIVN'`, `'1m'`],
  'ctx.view.historyAndToday': [`'RIVN'`, `'1m'`],
  'ctx.view.indicator': [`'RIVN'`, `'sma(20)@1m'`, '0'],
  'ctx.view.indicatorKeys': [`'RIVN'`],
  'ctx.view.historicalIndicator': [`'RIVN'`, `'x'`, '0'],
  'ctx.view.historicalIndicatorKeys': [`'RIVN'`],
  'ctx.view.quality': [`'RIVN'`, `'1m'`],
};

/** Calls with one odd value each: in place of an argument, as one more, and as each field of a record. */
function callsOf(method: string, odd: string): readonly string[] {
  const good = GOOD[method] ?? [];
  const places = [...good, odd].map((_, place) => good.map((each, index) => (index === place ? odd : each)));
  const fields = (FIELDS[method] ?? []).map((field) =>
    good.map((each) => (each.startsWith('{') ? `{ ...${each}, ${field}: ${odd} }` : each)),
  );
  const alone = (FIELDS[method] ?? []).map((field) =>
    good.map((each) => (each.startsWith('{') ? `{ ${field}: ${odd} }` : each)),
  );
  const nested =
    method === 'ctx.symbols.adhoc'
      ? ['name', 'interval', 'period', 'unit', 'extra'].map((field) => [
          `'AAPL'`,
          `{ indicator: { name: 'sma', interval: '1m', period: 3, ${field}: ${odd} } }`,
        ])
      : [];
  return [[odd], ...places, ...fields, ...alone, ...nested].map((given) => `${method}(${given.join(', ')})`);
}

async function play(code: string) {
  const kind = userStrategyKind({ entry: 'mine.js', files: { 'mine.js': code } }, scripts);
  if (!kind.ok) return kind.failure.message;
  const strategy = kind.value.create({}, 'mine');
  if (!strategy.ok) return strategy.failure.message;
  const other = userStrategyKind(
    {
      entry: 'other.js',
      files: {
        'other.js': `export default { name: 'other', onInstant(_, ctx) { ctx.log.info('here at ' + ctx.clock.time()); } };`,
      },
    },
    scripts,
  );
  if (!other.ok) throw new Error(other.failure.message);
  const witness = other.value.create({}, 'other');
  if (!witness.ok) throw new Error(witness.failure.message);
  const played = await playRun(store, config, { strategies: [strategy.value, witness.value] });
  expect(played.outcome).toEqual({ kind: 'completed' });
  expect(
    eventsOf(played, 'strategy_log').filter(
      ({ strategy: name, text }) => name === 'other' && text.startsWith('here'),
    ).length,
  ).toBeGreaterThan(2);
  for (const stopped of eventsOf(played, 'strategy_stopped')) expect(stopped.strategy).toBe('mine');
  // The log and the books hold numbers and texts only.
  const log = JSON.stringify(played.events);
  expect(log).not.toMatch(/"(?:quantity|limit_price|stop_price|price|filled)":null,"undefined"/);
  return eventsOf(played, 'strategy_stopped').map(({ reason }) => reason);
}

describe('a slip in a call', () => {
  it('is tried with fifty values and more', () => {
    expect(new Set(ODD).size).toBeGreaterThanOrEqual(50);
  });

  it.each(Object.keys(GOOD))(
    '%s ends no session, however often it slips',
    { timeout: 120_000 },
    async (method) => {
      const calls = ODD.flatMap((odd) => callsOf(method, odd));
      const lines = calls.map(
        (call) =>
          `try { ${call}; } catch (error) { if (!(error instanceof Error) || String(error.message) === '') ctx.log.warn('NO ERROR'); }`,
      );
      const code = `export default { name: 'mine', onInstant(_, ctx) { if (ctx.clock.time() !== '09:33:00') return;\n${lines.join('\n')}\n} };`;
      expect(await play(code)).toEqual([]);
    },
  );

  it.each([
    [`ctx.symbols.adhoc('MSFT', {})`, /adhoc.*bars.*history.*indicator/],
    [`ctx.symbols.adhoc('MSFT', { indicator: {} })`, /indicator/],
    [`ctx.symbols.adhoc('MSFT', { indicator: { name: 'nothing', interval: '1m' } })`, /nothing/],
    [`ctx.symbols.adhoc('MSFT', { bars: '7m' })`, /7m.*interval/],
    [`ctx.symbols.adhoc('MSFT', { history: '1d', days: -1 })`, /days/],
    [`ctx.symbols.adhoc('MSFT')`, /adhoc/],
    [`ctx.view.lastBars('RIVN', '7m', 2)`, /7m.*interval/],
    [`ctx.view.lastBars('RIVN', '1m', 'two')`, /count/],
    [`ctx.view.lastBars(5, '1m', 2)`, /symbol/],
    [`ctx.orders.buy('RIVN', 'ten')`, /quantity/],
    [`ctx.orders.buy('RIVN', 10, 'limit')`, /terms/],
    [`ctx.orders.buy('RIVN', 10, { limitprice: 5 })`, /limitprice/],
    [`ctx.orders.buy('RIVN', 10, { type: 'limit', limitPrice: '5' })`, /limitPrice/],
    [`ctx.orders.cancel('RIVN')`, /id/],
    [`ctx.orders.replace(1, null)`, /change/],
  ])('%s stops the strategy with a sentence', async (call, sentence) => {
    const reasons = await play(`export default { name: 'mine', onInstant(_, ctx) { ${call}; } };`);
    expect(reasons).toEqual([expect.stringMatching(sentence)]);
  });

  it.each([
    ...[
      '5',
      '"x"',
      '[]',
      'null',
      '{ intervals: 5 }',
      '{ intervals: ["7m"] }',
      '{ indicators: [{}] }',
      '{ indicators: [{ name: "sma", interval: "1m", period: -1 }] }',
      '{ indicators: [{ name: "nothing", interval: "1m" }] }',
      '{ history: [{ interval: "1d" }] }',
      '{ history: [{ interval: "1d", trailing_days: 1e9 }] }',
      '{ historical_indicators: [{}] }',
      '{ historical_indicators: "x" }',
    ].map((value) => [`needs() { return ${value}; }`]),
    ...[
      '5',
      'null',
      '{ at: 5 }',
      '{ at: [5] }',
      '{ at: ["25:99"] }',
      '{ every: -1 }',
      '{ every: "x" }',
      '{ every: 1e-9 }',
      '{ at: Array(1e5).fill("10:00") }',
    ].map((value) => [`schedule() { return ${value}; }, scan() {}`]),
  ])('%s is refused with a sentence, or harmless', async (method) => {
    const answer = await play(`export default { name: 'mine', ${method} };`);
    if (typeof answer === 'string') expect(answer).toMatch(/^mine\.js: .*\w/);
    else expect(answer.length).toBeLessThan(2);
  });
});
