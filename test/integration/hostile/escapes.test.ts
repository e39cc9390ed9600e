import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ScriptCache } from '../../../electron/host/strategies/script-cache.ts';
import { userStrategyKind } from '../../../electron/host/strategies/user-strategy-kind.ts';
import { bars } from '../../helpers/bar-builder.ts';
import { memoryStore } from '../../helpers/memory-store.ts';
import { eventsOf, playRun, sessionConfig } from '../../helpers/session-harness.ts';
import { ESCAPES, REFUSED, type Escape } from './escapes.ts';
import { isUnpolluted } from './hostile-values.ts';

/** A strategy's code against the wall of its realm: it must never hold an object that is not of its own. */

const store = memoryStore(bars('RIVN').from('2025-07-02 09:30').minutes(6).build());
const config = sessionConfig({ symbols: ['RIVN'] });
const scripts = new ScriptCache();

/**
 * The head of every file: it takes what it needs before the attempt changes the language. A value is foreign when its
 * chain of prototypes ends in another `Object.prototype`, or when code made by its constructor sees the process.
 */
const HEAD = `import * as zod from 'zod';
  const root = Object.prototype;
  const { getPrototypeOf, getOwnPropertyDescriptor } = Object;
  const { ownKeys, apply } = Reflect;
  const { log } = console;
  const Seen = Set;
  const has = Function.prototype.call.bind(Set.prototype.has);
  const add = Function.prototype.call.bind(Set.prototype.add);
  const say = log;
  const escaped = (what) => { try { say('ESCAPED ' + what); } catch { say('ESCAPED'); } };
  const isObject = (value) => value !== null && (typeof value === 'object' || typeof value === 'function');
  const rootOf = (value) => { let at = value; for (let up = 0; up < 12; up++) { const next = getPrototypeOf(at); if (next === null) return at; at = next; } return root; };
  const walk = (value, depth, seen) => {
    if (!isObject(value) || depth === 0 || has(seen, value)) return;
    add(seen, value);
    let end;
    try { end = rootOf(value); } catch { return; }
    if (end !== root && getPrototypeOf(value) !== null && end !== value) escaped('an object of another realm');
    if (typeof value === 'function' && getPrototypeOf(value) === null) escaped('a function without a realm');
    let keys = [];
    try { keys = ownKeys(value); } catch {}
    for (let at = 0; at < keys.length && at < 60; at++) {
      let own;
      try { own = getOwnPropertyDescriptor(value, keys[at]); } catch { continue; }
      if (own === undefined) continue;
      if (isObject(own.value)) walk(own.value, depth - 1, seen);
      if (isObject(own.get)) walk(own.get, depth - 1, seen);
      if (isObject(own.set)) walk(own.set, depth - 1, seen);
    }
    try { walk(getPrototypeOf(value), depth - 1, seen); } catch {}
  };
  let busy = false;
  const leak = (value) => {
    if (busy || !isObject(value)) return;
    busy = true;
    try {
      walk(value, 4, new Seen());
      let maker = value;
      for (let up = 0; up < 4; up++) {
        try { maker = maker.constructor; } catch { break; }
        if (typeof maker !== 'function') break;
        try { const seen = maker('return typeof process')(); if (seen === 'object') escaped('the process'); } catch {}
      }
    } finally { busy = false; }
  };
  const use = (ctx) => {
    const calls = [() => ctx.view.lastBars('RIVN', '1m', 2), () => ctx.view.activeSymbols(), () => ctx.view.metadata('RIVN'),
      () => ctx.view.metrics('RIVN'), () => ctx.view.indicator('RIVN', 'sma(20)@1m'), () => ctx.view.historyAndToday('RIVN', '1m'),
      () => ctx.orders.buy('RIVN', 1, { limitPrice: 1 }), () => ctx.orders.buy('?', NaN), () => ctx.orders.working(), () => ctx.orders.account(),
      () => ctx.orders.cancel(99), () => ctx.symbols.lockedBy('RIVN'), () => ctx.symbols.adhoc('AAPL', { bars: '1m' }), () => ctx.symbols.add('?'),
      () => ctx.signal({ symbol: 'RIVN', direction: 'long', text: 'x', price: 5 }), () => ctx.signal({}), () => ctx.log.info({ a: 1 }), () => ctx.clock.day(),
      () => console.log({ a: [1] }, 2), () => new Date().toString(), () => new Date('2025-01-02 09:30').getTime(), () => Math.random(),
      () => ctx.random.normal(), () => 'a'.localeCompare('b'), () => (1e6).toLocaleString(), () => new Error('x').stack, () => null.x,
      () => zod.z.object({ a: zod.z.int().default(1) }).parse({})];
    for (let at = 0; at < calls.length; at++) try { leak(calls[at]()); } catch (error) { leak(error); }
  };
`;

/** Where the attempt is made: as a call begins, or at the head of the file, with every later call for its witness. */
const fileOf = ({ code, top = false }: Escape): string => `${HEAD}
  const attempt = (ctx) => { ${code} };
  ${top ? `try { attempt({}); } catch (error) { leak(error); }` : ''}
  export default { name: 'mine', params: zod.z.object({ a: zod.z.int().default(1) }), state: () => ({}),
    needs: () => ({ intervals: ['1m'] }),
    onStart(ctx) { leak(ctx); ${top ? 'use(ctx);' : 'return attempt(ctx);'} },
    onInstant(instant, ctx) { leak(instant); leak(arguments); use(ctx); },
    onFill(fill, ctx) { leak(fill); leak(ctx); },
    onEnd(ctx) { leak(ctx); use(ctx); } };`;

let thrown: unknown[] = [];
const catchThrown = (error: unknown): void => void thrown.push(error);
beforeAll(() => {
  process.on('unhandledRejection', catchThrown);
  process.on('uncaughtException', catchThrown);
});
afterAll(() => {
  process.off('unhandledRejection', catchThrown);
  process.off('uncaughtException', catchThrown);
});

async function play(code: string): Promise<readonly string[]> {
  const kind = userStrategyKind({ entry: 'mine.js', files: { 'mine.js': code } }, scripts);
  if (!kind.ok) return [`refused: ${kind.failure.message}`];
  const strategy = kind.value.create({}, 'mine');
  if (!strategy.ok) return [`refused: ${strategy.failure.message}`];
  const played = await playRun(store, config, { strategies: [strategy.value] });
  expect(played.outcome).toEqual({ kind: 'completed' });
  return eventsOf(played, 'strategy_log').map(({ text }) => text);
}

describe('a way out of the realm of a strategy', () => {
  it('is looked for by at least sixty attempts', () => {
    expect(new Set(ESCAPES.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(60);
    expect(new Set(ESCAPES.map(({ kind }) => kind)).size).toBe(ESCAPES.length);
  });

  it('is seen where there is one', async () => {
    // Without this the others would hold with a probe that is blind.
    const lines = await play(fileOf({ kind: 'seen', code: `escaped('as a trial');` }));
    expect(lines).toContain('ESCAPED as a trial');
  });

  it.each(ESCAPES.map((escape) => [escape.kind, escape] as const))('is not %s', async (_, escape) => {
    thrown = [];
    const lines = await play(fileOf(escape));
    expect(lines.filter((line) => line.includes('ESCAPED'))).toEqual([]);
    expect(isUnpolluted()).toBe(true);
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => void setImmediate(resolve));
    expect(thrown).toEqual([]);
  });

  it.each(REFUSED)('is refused before it runs: %s', async (text) => {
    const [line] = await play(`${text}\nexport default { name: 'mine' };`);
    expect(line).toMatch(/^refused: +mine\.js/);
  });
});
