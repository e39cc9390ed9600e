import { describe, expect, it } from 'vitest';
import { ScriptCache } from '../../../../../electron/host/strategies/script-cache.ts';
import { userStrategyKind } from '../../../../../electron/host/strategies/user-strategy-kind.ts';
import type { StrategySource } from '../../../../../electron/host/strategies/strategy-source.ts';
import { bars } from '../../../../helpers/bar-builder.ts';
import { memoryStore } from '../../../../helpers/memory-store.ts';
import { eventsOf, playRun, sessionConfig } from '../../../../helpers/session-harness.ts';

const scripts = new ScriptCache();
const day = '2025-07-02 09:30';
const store = memoryStore(
  bars('RIVN').from(day).minutes(30).build(),
  bars('AAPL').from(day).minutes(30).build(),
);
const config = sessionConfig({ symbols: ['RIVN'], streams: ['1m', '5m'] });

const head = `import { defineStrategy } from 'tapedeck/strategy';\nimport { z } from 'zod';\n`;
const single = (text: string): StrategySource => ({ entry: 'mine.ts', files: { 'mine.ts': head + text } });

function create(source: StrategySource, given: Record<string, unknown> = {}) {
  const kind = userStrategyKind(source, scripts);
  if (!kind.ok) throw new Error(kind.failure.message);
  const strategy = kind.value.create(given, kind.value.name);
  if (!strategy.ok) throw new Error(strategy.failure.message);
  return strategy.value;
}

const play = (text: string, given: Record<string, unknown> = {}) =>
  playRun(store, config, { strategies: [create(single(text), given)] });

/** Runs statements in `onStart` and answers what they log. */
async function logged(body: string): Promise<readonly string[]> {
  const played = await play(`export default defineStrategy({ name: 'mine', onStart(ctx) { ${body} } });`);
  const stopped = eventsOf(played, 'strategy_stopped').map(({ reason }) => `stopped: ${reason}`);
  return [...eventsOf(played, 'strategy_log').map(({ text }) => text), ...stopped];
}

describe('a strategy of a file', () => {
  it('reads parameters, state, bars and clock, and signals', async () => {
    const played = await play(
      `export default defineStrategy({
        name: 'mine',
        params: z.object({ every: z.int().min(1).default(10) }),
        state: () => ({ seen: 0 }),
        onInstant({ closed }, ctx) {
          for (const { symbol, interval } of closed) {
            if (interval !== '1m' || ++ctx.state.seen % ctx.params.every !== 0) continue;
            const bars = ctx.view.lastBars(symbol, '1m', 2);
            ctx.signal({ symbol, direction: 'long', text: ctx.clock.time() + ' ' + bars.close.length });
          }
        },
      });`,
      { every: 15 },
    );
    expect(eventsOf(played, 'signal').map(({ text, price, symbol }) => ({ text, price, symbol }))).toEqual([
      { symbol: 'RIVN', text: '09:45:00 2', price: expect.any(Number) as number },
      { symbol: 'RIVN', text: '10:00:00 2', price: expect.any(Number) as number },
    ]);
  });

  it('describes its parameters, and refuses wrong ones by name', () => {
    const kind = userStrategyKind(
      single(
        `export default defineStrategy({ name: 'mine', params: z.object({ fast: z.int().min(1).max(50).default(5).describe('Bars.') }), onInstant() {} });`,
      ),
      scripts,
    );
    if (!kind.ok) throw new Error(kind.failure.message);
    expect(kind.value.parameters).toMatchObject([
      { name: 'fast', type: 'number', byDefault: 5, min: 1, max: 50, description: 'Bars.' },
    ]);
    expect(kind.value.create({ fsat: 3 }, 'mine')).toMatchObject({
      failure: { code: 'bad_config', message: 'fsat: unknown parameter; did you mean "fast"?' },
    });
    expect(kind.value.create({ fast: 99 }, 'mine')).toMatchObject({
      failure: { code: 'bad_config', message: 'fast: 99 is outside 1 to 50' },
    });
  });

  it('that throws is stopped with the line of its file, and the session continues', async () => {
    const played = await play(`
interface Odd { readonly value: number }

const broken = (odd?: Odd) => {
  return odd!.value;
};
export default defineStrategy({
  name: 'mine',
  onInstant(_instant, ctx) {
    if (ctx.clock.time() === '09:40:00') broken();
  },
});`);
    expect(played.outcome).toEqual({ kind: 'completed' });
    const [stopped] = eventsOf(played, 'strategy_stopped');
    expect(stopped).toMatchObject({ strategy: 'mine', clock: '2025-07-02T13:40:00.000Z' });
    expect(stopped?.reason).toMatch(/^TypeError: .*value/);
    expect(stopped?.stack).toEqual([
      'mine.ts:7 in broken · return odd!.value;',
      "mine.ts:12 in onInstant · if (ctx.clock.time() === '09:40:00') broken();",
    ]);
  });

  it.each([
    ['a loop', `while (true) {}`],
    ['a loop without a block', `for (;;) ;`],
    ['a recursion through arrows', `const fall = (n: number): number => fall(n - 1); fall(1);`],
    [
      'functions that call each other',
      `const a = (n: number): number => b(n); const b = (n: number): number => a(n); a(1);`,
    ],
  ])(
    'that never comes back from %s is found, named, and stopped at the same place each time',
    async (_, body) => {
      const text = `export default defineStrategy({ name: 'mine', onInstant(_, ctx) { if (ctx.clock.time() >= '09:50') { ${body} } } });`;
      const [first, second] = [await play(text), await play(text)];
      expect(eventsOf(first, 'strategy_stopped')).toMatchObject([
        {
          strategy: 'mine',
          clock: '2025-07-02T13:50:00.000Z',
          reason: expect.stringMatching(/round|stack/) as string,
        },
      ]);
      expect(first.outcome).toEqual({ kind: 'completed' });
      expect(second.events).toEqual(first.events);
    },
  );

  it('is not held up by a regular expression that goes back and forth without end', async () => {
    const lines = await logged(`ctx.log.info(String(/^(a+)+$/.test('a'.repeat(40) + 'b')));`);
    expect(lines).toEqual(['false']);
  });

  it('adds, asks for little, and removes, as itself', async () => {
    const played = await play(`export default defineStrategy({
      name: 'mine',
      onInstant(_, ctx) {
        if (ctx.clock.time() === '09:40:00') ctx.symbols.adhoc('AAPL', { bars: '5m' });
        if (ctx.clock.time() === '09:45:00') ctx.symbols.add('AAPL');
        if (ctx.clock.time() === '09:55:00') ctx.symbols.remove('AAPL');
      },
    });`);
    expect(eventsOf(played, 'symbol_upgraded')).toMatchObject([{ symbol: 'AAPL', added_by: 'strategy' }]);
    expect(eventsOf(played, 'symbol_removed')).toMatchObject([{ symbol: 'AAPL' }]);
    expect(played.journal.map(({ command }) => ('origin' in command ? command.origin : 'user'))).toEqual(
      played.journal.map(() => 'strategy'),
    );
  });

  it('logs any value as text, and sends no signal without meaning', async () => {
    expect(
      await logged(
        `for (const each of [undefined, 5, { a: 1 }, 'x'.repeat(9_000)] as never[]) ctx.log.info(each);`,
      ),
    ).toEqual(['undefined', '5', '{"a":1}', `${'x'.repeat(4_000)}…`]);
    const signal = (more: string): Promise<readonly string[]> =>
      logged(`ctx.signal({ symbol: 'RIVN', direction: 'long', price: 5, text: 'x', ${more} } as never);`);
    expect(await signal(`direction: 'up'`)).toEqual([
      'stopped: Error: "up" is not a direction; expected one of long, short, flat',
    ]);
    expect(await signal(`price: -5`)).toEqual([
      'stopped: Error: "-5" is not a price for a signal; expected a number over 0',
    ]);
    expect(await signal(`symbol: 5`)).toEqual([
      expect.stringMatching(/^stopped: Error: "5" is not a symbol/),
    ]);
  });

  it('imports files of its own folder, and nothing else', () => {
    const source = {
      entry: 'mine.ts',
      files: {
        'mine.ts': `${head}import { name } from './lib/name.js';\nexport default defineStrategy({ name, onInstant() {} });`,
        'lib/name.ts': `export const name: string = 'borrowed';`,
      },
    };
    expect(create(source).name).toBe('borrowed');
    for (const wanted of ['node:fs', 'fs', '../outside.ts', 'luxon', './missing.ts']) {
      const kind = userStrategyKind(
        single(
          `import * as other from '${wanted}';\nexport default defineStrategy({ name: String(other) });`,
        ),
        scripts,
      );
      expect(kind).toMatchObject({
        ok: false,
        failure: {
          code: 'bad_file',
          message: expect.stringContaining(`mine.ts imports "${wanted}"`) as string,
        },
      });
    }
  });

  it('that does not parse, or exports nothing, is refused with its file', () => {
    expect(userStrategyKind(single('export default defineStrategy({'), scripts)).toMatchObject({
      failure: { code: 'bad_file', message: expect.stringMatching(/mine\.ts.*\(3:/) as string },
    });
    expect(userStrategyKind(single('export const x = 1;'), scripts)).toMatchObject({
      failure: { code: 'bad_file', message: expect.stringContaining('exports no strategy') as string },
    });
  });
});

describe('the sandbox of a strategy', () => {
  it('has the session clock for a clock, and the same random numbers in every run', async () => {
    const body = `ctx.log.info(new Date().toISOString()); ctx.log.info(String(Date.now() === ctx.clock.now()));
      ctx.log.info(Date()); ctx.log.info(String(new Date(2025, 0, 2, 3).getTime()));
      ctx.log.info([Math.random(), ctx.random.uniform()].join(' '));`;
    const [first, second] = [await logged(body), await logged(body)];
    expect(first.slice(0, 4)).toEqual([
      '2025-07-02T13:30:00.000Z',
      'true',
      '2025-07-02T13:30:00.000Z',
      String(Date.UTC(2025, 0, 2, 3)),
    ]);
    expect(second).toEqual(first);
  });

  it('has no process, no network, no files, no timers, and makes no code from text', async () => {
    const names = [
      'process',
      'fetch',
      'setTimeout',
      'setInterval',
      'queueMicrotask',
      'WebAssembly',
      'Buffer',
      'performance',
      'navigator',
      'SharedArrayBuffer',
      'Intl',
    ];
    expect(
      await logged(`ctx.log.info([${names.map((name) => `typeof ${name}`).join(', ')}].join());`),
    ).toEqual([names.map(() => 'undefined').join()]);
    expect(await logged(`eval('1')`)).toEqual([expect.stringMatching(/^stopped: EvalError/)]);
  });

  it.each([
    ['ctx', `ctx.signal`],
    ['a method of the view', `ctx.view.lastBars`],
    ['bars', `ctx.view.lastBars('RIVN', '1m', 1).close`],
    ['what an import gives', `defineStrategy`],
    ['zod', `z.object`],
    ['require', `require`],
    ['the console', `console.log`],
    ['the context itself', `globalThis`],
    [
      'an error of ours',
      `(() => { try { ctx.signal({ symbol: '?' } as never); } catch (error) { return error as object; } return {}; })()`,
    ],
  ])('gives no way out through %s', async (_, expression) => {
    const body = `let constructor: unknown = (${expression} as { constructor: { constructor: unknown } }).constructor;
      for (let up = 0; up < 4; up++) {
        try { ctx.log.info(String((constructor as (text: string) => () => unknown)('return typeof process')())); }
        catch (error) { ctx.log.info((error as Error).name); }
        constructor = (constructor as { constructor: unknown } | undefined)?.constructor;
      }`;
    const lines = await logged(`declare const require: () => void; ${body}`);
    expect(lines).toHaveLength(4);
    for (const line of lines) expect(line).not.toMatch(/object|stopped/);
  });

  it('shares nothing with another run', async () => {
    const text = `let runs = 0;
      (globalThis as { shared?: number }).shared ??= 0;
      export default defineStrategy({ name: 'mine', onStart(ctx) {
        const shared = globalThis as unknown as { shared: number };
        ctx.log.info([++runs, ++shared.shared, (Array.prototype as { mark?: number }).mark].join());
        (Array.prototype as { mark?: number }).mark = 1;
      } });`;
    const kind = userStrategyKind(single(text), scripts);
    if (!kind.ok) throw new Error(kind.failure.message);
    for (let run = 0; run < 2; run++) {
      const strategy = kind.value.create({}, 'mine');
      if (!strategy.ok) throw new Error(strategy.failure.message);
      const played = await playRun(store, config, { strategies: [strategy.value] });
      expect(eventsOf(played, 'strategy_log').map((each) => each.text)).toEqual(['1,1,']);
    }
    expect('mark' in Array.prototype).toBe(false);
  });

  it.each([
    ['an async function', `async onStart() { await 0; }`],
    ['an async arrow', `onStart() { const later = async () => 1; void later; }`],
    ['an import for later', `onStart() { void import('zod'); }`],
    ['a loop that waits', `onStart() { (async () => { for await (const each of []) void each; })(); }`],
  ])('does not wait: a file with %s is refused with its line', (_, method) => {
    const text = `export default defineStrategy({ name: 'mine',\n ${method} });`;
    expect(userStrategyKind(single(text), scripts)).toMatchObject({
      ok: false,
      failure: {
        code: 'bad_file',
        message: expect.stringMatching(/^mine\.ts:4: it is async; the engine does not wait/) as string,
      },
    });
  });

  it('has no promises, so that nothing can fail outside a call, while zod still knows them', async () => {
    expect(await logged(`ctx.log.info(typeof Promise + z.string().parse('x'));`)).toEqual(['undefinedx']);
  });

  it('refuses a ctx that was kept from an earlier call', async () => {
    const later = await play(`let kept: { clock: { now(): number } };
      export default defineStrategy({ name: 'mine', onStart(ctx) { kept = ctx; }, schedule: () => { kept.clock.now(); return {}; } });`);
    expect(later.outcome).toEqual({ kind: 'completed' });
  });

  it('shows no bar that is still forming', async () => {
    const lines = await logged(
      `ctx.log.info(String('formingBar' in ctx.view)); ctx.log.info(Object.keys(ctx.view).filter((name) => /forming|future|store/i.test(name)).join());`,
    );
    expect(lines).toEqual(['false', '']);
  });
});
