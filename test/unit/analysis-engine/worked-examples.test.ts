import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BUILT_IN } from '../../../core/analysis-engine/built-in/catalog.ts';
import { bars } from '../../helpers/bar-builder.ts';
import { memoryStore } from '../../helpers/memory-store.ts';
import { eventsOf, playRun, plan, sessionConfig } from '../../helpers/session-harness.ts';

const PAGES = ['sma-cross', 'vwap-reversion', 'opening-range-breakout', 'scanner-momentum'];

it.each(PAGES)('docs/strategies/%s.md works its example as the strategy does', async (name) => {
  const page = readFileSync(new URL(`../../../docs/strategies/${name}.md`, import.meta.url), 'utf8');
  const { name: named, ...given } = JSON.parse(/`(\{ "name".*?\})`/.exec(page)?.[1] ?? '') as Record<
    string,
    unknown
  >;
  const rows = [...page.matchAll(/^\| (\d\d:\d\d) \| (.*) \|(?: (\w+))? \|$/gm)].map(
    ([, time = '', numbers = '', says = '']) => {
      const [high = 0, low = 0, close = 0, volume = 0] = numbers.split(' | ').map(Number);
      return { time, high, low, close, volume, says };
    },
  );
  expect(rows.length).toBeGreaterThan(4);
  const strategy = BUILT_IN.find((kind) => kind.name === named)?.create(given, name);
  if (strategy?.ok !== true) throw new Error('the example has parameters that there are');
  const symbol = bars('AAPL').from('2025-07-02 09:30').minutes(rows.length);
  symbol.shaped((index) => {
    const { high, low, close, volume } = rows[index]!;
    return [rows[index - 1]?.close ?? close, high, low, close, volume];
  });
  const played = await playRun(
    memoryStore(bars('BASE').from('2025-07-02 09:30').minutes(30).build(), symbol.build()),
    sessionConfig({ symbols: ['BASE'], streams: ['1m'] }),
    {
      strategies: [strategy.value],
      planned: [plan('2025-07-02 09:30', { type: 'add', symbol: 'AAPL', added_by: 'scanner' })],
    },
  );
  const said = eventsOf(played, 'signal').filter((each) => each.symbol === 'AAPL');
  const local = (clock: string): string => `09:${clock.slice(14, 16)}`;
  expect(said.map(({ clock, direction }) => [local(clock), direction])).toEqual(
    rows.filter(({ says }) => says !== '').map(({ time, says }) => [time, says]),
  );
  const [fill] = eventsOf(played, 'fill').filter((each) => each.symbol === 'AAPL');
  const first = rows.findIndex(({ says }) => says === 'long');
  expect(fill).toMatchObject({ side: 'buy', price: rows[first]!.close, rule: 'open' });
});

describe('parameters', () => {
  const create = (name: string, given: Record<string, unknown>) =>
    BUILT_IN.find((kind) => kind.name === name)?.create(given, name);

  it.each([
    ['sma-cross', { fast: 0 }, 'fast: 0 is outside 1 to 200'],
    ['sma-cross', { fast: 30, slow: 20 }, 'slow: the slow mean must have more bars than the fast one'],
    ['sma-cross', { fsat: 3 }, 'fsat: unknown parameter; did you mean "fast"?'],
    ['vwap-cross', { percent: 3 }, 'percent: unknown parameter; it has no parameters'],
  ])('%s refuses %j', (name, given, message) => {
    expect(create(name, given)).toMatchObject({ ok: false, failure: { code: 'bad_config', message } });
  });

  it('of all that come with the program have a default within their bounds, and are described', () => {
    for (const kind of BUILT_IN) {
      expect(kind.create({}, kind.name)).toMatchObject({ ok: true });
      for (const { byDefault, description } of kind.parameters) {
        expect(byDefault).toBeDefined();
        expect(description).toMatch(/^[A-Z].*\.$/);
      }
    }
  });
});
