import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScriptCache } from '../../../electron/host/strategies/script-cache.ts';
import { userStrategyKind } from '../../../electron/host/strategies/user-strategy-kind.ts';
import { bars } from '../../helpers/bar-builder.ts';
import { memoryStore } from '../../helpers/memory-store.ts';
import { eventsOf, playRun, sessionConfig } from '../../helpers/session-harness.ts';
import { isUnpolluted, RUNS } from './hostile-values.ts';

const DAY = '2025-07-02 09:30';
const store = memoryStore(
  bars('RIVN').from(DAY).minutes(6).build(),
  bars('AAPL').from(DAY).minutes(6).build(),
);
const config = sessionConfig({ symbols: ['RIVN'] });
const scripts = new ScriptCache();

const HOSTILE_VALUES = [
  'undefined',
  'null',
  'NaN',
  '-1',
  '1e400',
  '2 ** 53',
  '""',
  '"../../etc/passwd"',
  '"__proto__"',
  '"x".repeat(1e6)',
  '[]',
  '{}',
  '{ __proto__: null }',
  '() => 1',
  'Symbol("s")',
  '10n',
  'new Proxy({}, { get() { throw 1; }, ownKeys() { throw 2; } })',
  '({ get symbol() { throw new Error("got"); } })',
  '({ toString() { throw 3; }, toJSON() { throw 4; } })',
  '(() => { const o = {}; o.o = o; return o; })()',
  'globalThis',
  'new Float64Array(3)',
  'new Date(NaN)',
];

const value = fc.constantFrom(...HOSTILE_VALUES);

/** Statements that break programs; `?` stands for a hostile value. `ctx` may be missing where they run. */
const STATEMENTS = [
  'throw ?;',
  'return ?;',
  'Object.prototype.polluted = 1;',
  'Array.prototype.polluted = 1;',
  'Object.defineProperty(Object.prototype, "ok", { get() { throw 1; }, configurable: true });',
  'Object.defineProperty(Object.prototype, "answer", { get: () => escaped(), configurable: true });',
  'Array.prototype.push = () => { throw 1; };',
  'Array.prototype.map = undefined;',
  'Object.keys = () => [?];',
  'Object.freeze = () => (?);',
  'JSON.stringify = () => (?);',
  'Object.prototype.toJSON = () => (?);',
  'JSON.parse = () => (?);',
  'String = () => { throw 1; };',
  'Error = function () { return ?; };',
  'Error.prepareStackTrace = (error, frames) => frames.map((frame) => [frame.getThis?.(), frame.getFunction?.()].map((each) => each?.constructor?.constructor?.("return process")?.()).filter(Boolean).length && mark());',
  'Error.stackTraceLimit = ?;',
  'Promise.prototype.then = () => { throw 1; };',
  'Symbol.iterator.constructor.prototype.polluted = 1;',
  'Function.prototype.call = Function.prototype.apply = () => { throw 1; };',
  'Map.prototype.get = WeakMap.prototype.get = () => (?);',
  'globalThis.Float64Array = undefined;',
  'Date.now = () => (?); Math.random = () => (?);',
  'Object.setPrototypeOf(globalThis, ?);',
  'delete globalThis.Object;',
  'const deep = (n) => n === 0 ? ? : [deep(n - 1)]; deep(500);',
  'new Array(2 ** 32 - 1);',
  'new Array(1e6).fill(0).map((_, i) => i).sort();',
  '"x".repeat(2 ** 28);',
  'const fall = () => fall(); fall();',
  'for (let i = 0; i < 1e5; i++) Math.sqrt(i);',
  'Promise.resolve().then(() => { throw ?; });',
  '(async () => { throw ?; })();',
  'import("node:fs").then((fs) => fs && mark(), () => {});',
  'try { require("node:fs") && mark(); } catch {}',
  'try { (ctx ?? {}).signal.constructor("return process")() && mark(); } catch {}',
  'try { this.constructor.constructor("return process")() && mark(); } catch {}',
  'try { ctx.view.lastBars("RIVN", "1m", 1).constructor.constructor("return process")() && mark(); } catch {}',
  'ctx.signal(?);',
  'ctx.signal({ symbol: ?, direction: ?, text: ?, price: ? });',
  'ctx.symbols.add(?);',
  'ctx.symbols.remove(?);',
  'ctx.symbols.adhoc(?, ?);',
  'ctx.symbols.adhoc("AAPL", { bars: ? });',
  'ctx.symbols.adhoc("AAPL", { indicator: { name: ?, interval: ?, period: ? } });',
  'ctx.view.lastBars(?, ?, ?);',
  'ctx.view.barsSince("RIVN", "1m", ?);',
  'ctx.view.indicator("RIVN", ?, ?);',
  'ctx.view.metrics(?);',
  'ctx.log.info(?);',
  'for (let i = 0; i < 3000; i++) ctx.log.info("flood " + i);',
  'ctx.orders.buy?.(?, ?);',
  'ctx.orders.place?.({ symbol: "RIVN", side: ?, quantity: ?, type: ?, limitPrice: ? });',
  'ctx.orders.cancel?.(?);',
  'Object.values(ctx.orders).forEach((each) => { try { each(?, ?); } catch {} });',
  'Object.values(ctx.view).forEach((each) => { try { each(?, ?, ?); } catch {} });',
  'console.log(?, ?);',
];

const statement = fc
  .tuple(fc.constantFrom(...STATEMENTS), fc.array(value, { minLength: 5, maxLength: 5 }))
  .map(([text, values]) => {
    let next = 0;
    return text.replaceAll('?', (mark, at: number) =>
      text[at + 1] === '.' ||
      text[at + 1] === '?' ||
      text[at - 1] === '?' ||
      /\?\s/.test(text.slice(at, at + 2))
        ? mark
        : (values[next++ % values.length] ?? mark),
    );
  });

const body = fc.array(statement, { maxLength: 3 }).map((statements) =>
  // Each is caught separately, so that the following ones run as well; one in the list may escape.
  statements
    .map((each, index) => (index === 0 ? each : `try { ${each} } catch {}`))
    .reverse()
    .join('\n'),
);

const PLACES = ['onStart', 'onInstant', 'onFill', 'onEnd', 'state', 'needs', 'schedule'] as const;

const source = fc
  .record({
    top: fc.oneof({ weight: 4, arbitrary: fc.constant('') }, { weight: 1, arbitrary: statement }),
    fields: fc.dictionary(fc.constantFrom(...PLACES), body, { minKeys: 1, maxKeys: 3 }),
    name: fc.oneof({ weight: 6, arbitrary: fc.constant('"mine"') }, { weight: 1, arbitrary: value }),
  })
  .map(({ top, fields, name }) => {
    const given = (place: string): string => (place === 'onInstant' || place === 'onFill' ? '_, ctx' : 'ctx');
    const methods = Object.entries(fields).map(([place, text]) => `${place}(${given(place)}) { ${text} }`);
    return `import { defineStrategy } from 'tapedeck/strategy';
      const mark = () => { console.log('ESCAPED'); return 1; };
      function top() { ${top} }
      try { top(); } catch {}
      export default defineStrategy({ name: ${name}, ${methods.join(',\n')} });`;
  });

/** Loads and plays it for a few minutes. */
async function play(code: string): Promise<'refused' | 'stopped' | 'played'> {
  const kind = userStrategyKind({ entry: 'mine.js', files: { 'mine.js': code } }, scripts);
  if (!kind.ok) {
    expect(kind.failure.message).toContain('mine.js');
    return 'refused';
  }
  const strategy = kind.value.create({}, 'mine');
  if (!strategy.ok) {
    expect(strategy.failure.message).not.toBe('');
    return 'refused';
  }
  const played = await playRun(store, config, { strategies: [strategy.value] });
  expect(played.outcome).toEqual({ kind: 'completed' });
  expect(eventsOf(played, 'strategy_log').filter((line) => line.text.includes('ESCAPED'))).toEqual([]);
  for (const { text, symbol, direction, price } of eventsOf(played, 'signal')) {
    expect([typeof text, typeof symbol, typeof price]).toEqual(['string', 'string', 'number']);
    expect(['long', 'short', 'flat']).toContain(direction);
  }
  expect(eventsOf(played, 'day_ended')).toHaveLength(1);
  return eventsOf(played, 'strategy_stopped').length > 0 ? 'stopped' : 'played';
}

describe('a strategy that means no good', () => {
  it('is refused, stopped or harmless: the session plays to its end, and nothing of ours is changed', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(source, async (text) => {
        seen.add(await play(text));
        expect(isUnpolluted()).toBe(true);
      }),
      { numRuns: RUNS },
    );
    expect(seen).toContain('stopped');
  });
});
