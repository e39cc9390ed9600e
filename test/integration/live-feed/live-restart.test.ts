import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { MINUTE_MS } from '../../../core/base/epoch-ms.ts';
import { createRandom } from '../../../core/data-manager/sample/random.ts';
import { resumeLive, type LiveResume } from '../../../electron/host/runs/run-history.ts';
import { keepPosition } from '../../../electron/host/runs/recorded-run.ts';
import { continueRunFolder, createRunFolder } from '../../../electron/host/runs/run-folder.ts';
import { readRunFolder } from '../../../electron/host/runs/stored-run.ts';
import { at, calendar } from '../../helpers/bar-builder.ts';
import {
  expectSameAgain,
  expectTruth,
  LIVE_DAY,
  liveConfig,
  liveMarket,
  openLiveDay,
  type LiveMarket,
} from '../../helpers/live-day.ts';

/**
 * A SIGKILL leaves a live session's run folder in its state of that moment: each life here ends with a copy of it, with
 * the last line torn, in which the next one resumes. `npm run soak:kill` does the same to the real program.
 */

const home = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-restart-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const FEED = {
  on: { feed: 'sim', speed: 1 },
  market_ms: at(`${LIVE_DAY} 15:45`),
  wall_ms: 0,
} as const;

const opensOf = (folder: string): string[] => {
  const stored = readRunFolder(folder);
  if (!stored.ok) throw new Error(stored.failure.message);
  const reached = positionIn(folder);
  const rows = stored.value.journal.flatMap(({ command }) => (command.type === 'bars' ? command.rows : []));
  return rows
    .filter(([, , openMs]) => openMs + MINUTE_MS <= reached)
    .map(([symbol, , openMs]) => `${symbol} ${openMs}`);
};

function pastIn(folder: string): LiveResume {
  const stored = readRunFolder(folder);
  const past = stored.ok ? resumeLive(stored.value) : stored;
  if (!past.ok) throw new Error(past.failure.message);
  return past.value;
}

function positionIn(folder: string): number {
  const stored = readRunFolder(folder);
  return stored.ok ? (stored.value.position?.clock_ms ?? 0) : 0;
}

/** Lives in `folder` until the market has reached `until`, and leaves what a kill would in `next`. */
async function live(market: LiveMarket, folder: string, until: number, next: string): Promise<void> {
  const { run, day, recorder } = await begin(market, folder);
  using position = keepPosition(run, recorder);
  market.begin();
  const running = run.run();
  await new Promise<void>((resolve) => void market.time.at(until, resolve));
  while (positionIn(folder) < at(`${LIVE_DAY} 15:40`)) await sleep(10);
  cpSync(folder, next, { recursive: true });
  position[Symbol.dispose]();
  void run.post({ type: 'stop', reason: 'killed' });
  day.close();
  await running;
  recorder[Symbol.dispose]();
}

async function begin(market: LiveMarket, folder: string) {
  if (!existsSync(folder)) {
    const plan = { planned: [], exports_at: [], live_day: LIVE_DAY, live_feed: FEED };
    const created = createRunFolder(folder, liveConfig, calendar, plan);
    if (!created.ok) throw new Error(created.failure.message);
    return { ...(await openLiveDay(market, created.value)), recorder: created.value };
  }
  const past = pastIn(folder);
  const continued = continueRunFolder(folder, calendar);
  if (!continued.ok) throw new Error(continued.failure.message);
  return { ...(await openLiveDay(market, continued.value, past)), recorder: continued.value };
}

/** The last line as a kill may leave it. */
function tear(folder: string, share: number): void {
  const file = path.join(folder, 'journal.jsonl');
  const text = readFileSync(file, 'utf8');
  const last = text.lastIndexOf('\n', text.length - 2) + 1;
  writeFileSync(file, text.slice(0, last + Math.floor((text.length - last) * share)));
}

describe.concurrent('a live session that was killed', () => {
  it.each(['a', 'b'])(
    'twice (%s) has lost nothing at the close, and replays to the same log',
    async (seed) => {
      const random = createRandom(seed);
      const folder = (life: number): string => path.join(home, seed, String(life));
      await using market = await liveMarket(path.join(home, seed, 'store'), [], { speed: 400 });
      const start = market.time.now();
      const announced: string[] = [];
      for (let life = 0; life < 2; life++) {
        const until = start + (life + random.uniform()) * 5 * MINUTE_MS;
        await live(market, folder(life), until, folder(life + 1));
        if (life === 1) tear(folder(life + 1), random.uniform());
        announced.push(...opensOf(folder(life + 1)));
      }
      const { run, day, recorder } = await begin(market, folder(2));
      expect(await run.run()).toEqual({ kind: 'completed' });
      expect((await day.store(run)).ok).toBe(true);
      day.close();
      recorder[Symbol.dispose]();
      const stored = readRunFolder(folder(2));
      if (!stored.ok) throw new Error(stored.failure.message);
      const told = stored.value.journal.flatMap(({ command }) =>
        command.type === 'bars' ? command.rows : [],
      );
      const known = new Set(told.map(([symbol, , openMs]) => `${symbol} ${openMs}`));
      expect(announced.length).toBeGreaterThan(300);
      expect(announced.filter((bar) => !known.has(bar))).toEqual([]);
      await expectTruth(market, run, ['AAPL', 'PCTY']);
      await expectSameAgain(market, run, stored.value.journal);
    },
  );

  it('has its symbols, its clock and its bars before it is connected again', async () => {
    const folder = path.join(home, 'c');
    const here = (name: string): string => path.join(folder, name);
    await using market = await liveMarket(here('store'), [], { speed: 400 });
    await live(market, here('0'), at(`${LIVE_DAY} 15:50`), here('1'));
    const { reachedAt: stoodAt } = pastIn(here('1')).history;
    const { run, day, recorder, live: session } = await begin(market, here('1'));
    await market.simulator.close();
    const running = run.run();
    const active = (): readonly string[] => run.day?.data.activeSymbols() ?? [];
    while (active().length < 2 || run.clock.now() < stoodAt) {
      await new Promise((resolve) => void setImmediate(resolve));
    }
    expect(run.clock.now()).toBe(stoodAt);
    const last = run.day?.data.latestBar('AAPL' as never, '1m');
    expect(last?.closeMs).toBe(Math.floor(stoodAt / MINUTE_MS) * MINUTE_MS);
    expect(session.truth.state).not.toBe('streaming');
    void run.post({ type: 'stop', reason: 'seen' });
    day.close();
    await running;
    recorder[Symbol.dispose]();
  });
});
