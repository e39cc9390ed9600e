import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import type { CDPSession, Page } from '@playwright/test';
import { Desk } from '../e2e/desk.ts';
import { framesOfPage, share, tasksOfPage } from '../e2e/page-work.ts';
import { expect, test as base } from '../e2e/workstation.ts';
import { busyMarket } from './busy-market.ts';

const SYMBOLS = Number(process.env['BENCH_SYMBOLS'] ?? 500);
const DAYS = Number(process.env['BENCH_DAYS'] ?? 20);
const WATCH_MS = 10_000;

const test = base.extend({
  dataDir: async ({ userDir }, use) => use(await busyMarket(userDir, { symbols: SYMBOLS, days: DAYS })),
});

/** Opens the busy session with twelve charts and lets it run as fast as data flow. */
async function runBusy(desk: Desk): Promise<void> {
  const { page } = desk;
  await page.getByTestId('session-picker').click();
  await page.getByRole('menuitemradio', { name: /Busy market/ }).click();
  await expect(page.getByTestId('session-picker')).toContainText('Busy market');
  await expect(desk.row('S0001').getByTestId('phase')).toHaveAttribute('data-phase', 'active', {
    timeout: 120_000,
  });
  await page.keyboard.press('Escape');
  await page.keyboard.press('0');
  await expect(page.getByTestId('chart-pane')).toHaveCount(12);
  await desk.play();
}

const dayOf = async (page: Page): Promise<number> =>
  Number(/day (\d+) of/.exec((await page.locator('header').textContent()) ?? '')?.[1] ?? 0);

/** Moves the session to late in the day: a chart's content grows from open to close. */
async function standLateOn(desk: Desk, day: number): Promise<void> {
  await expect
    .poll(() => dayOf(desk.page), { timeout: 600_000, intervals: [50] })
    .toBeGreaterThanOrEqual(day);
  await desk.pause();
  if (((await desk.clock.textContent()) ?? '') < '15:50') await desk.runTo('15:50');
  // Drawn, and listed again without holes.
  await desk.page.waitForTimeout(1_500);
}

/** Bytes in use by the page's script after a full garbage collection. */
async function heapBytes(cdp: CDPSession): Promise<number> {
  for (let round = 0; round < 3; round++) await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  return usedSize;
}

/** Bytes that the engine sent, from now on; null where messages do not go over a socket. */
async function countMessages(cdp: CDPSession, hasSocket: boolean): Promise<() => number | null> {
  let bytes = 0;
  await cdp.send('Network.enable');
  cdp.on('Network.webSocketFrameReceived', ({ response: { opcode, payloadData } }) => {
    bytes += opcode === 2 ? (payloadData.length * 3) / 4 : payloadData.length;
  });
  return () => (hasSocket ? bytes : null);
}

/** How often each chart was drawn, from now on: its legend is written with every drawing. */
async function countDraws(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(() => {
    const draws: number[] = [];
    for (const legend of document.querySelectorAll('[data-testid="legend"]')) {
      const nth = draws.push(0) - 1;
      const note = (): void => void (draws[nth] = (draws[nth] ?? 0) + 1);
      new MutationObserver(note).observe(legend, { characterData: true, childList: true, subtree: true });
    }
    Object.assign(window, { draws });
  });
  return () => page.evaluate(() => (window as unknown as { draws: number[] }).draws);
}

/** Charts whose newest price is that of their symbol's row, of all that have a row on screen. */
async function chartsUpToDate(page: Page): Promise<string> {
  return await page.evaluate(() => {
    const panes = [...document.querySelectorAll('[data-testid="chart-pane"]')];
    const pairs = panes.map((pane) => {
      const symbol = pane.getAttribute('data-chart-symbol') ?? '';
      const last = document.querySelector(`[data-symbol="${symbol}"] [data-testid="last"]`);
      const close = pane.querySelector('[data-testid="legend"]')?.children[3]?.lastChild;
      return [last?.textContent, close?.textContent];
    });
    const known = pairs.filter(([last]) => last !== undefined);
    return `${known.filter(([last, close]) => last === close).length} of ${known.length}`;
  });
}

test(`the window with ${SYMBOLS} symbols and twelve charts`, async ({ workstation }, testInfo) => {
  const { page } = workstation;
  const desk = new Desk(page);
  const say = (text: string): void => void process.stdout.write(`  ${testInfo.project.name}: ${text}\n`);
  const cdp = await page.context().newCDPSession(page);
  const { product } = await cdp.send('Browser.getVersion').catch(() => ({ product: 'Electron' }));
  const size = await page.evaluate(() => `${innerWidth} × ${innerHeight}`);
  say(
    `${product}, ${size}, Node ${process.versions.node}, ${os.cpus()[0]?.model ?? ''} × ${os.cpus().length}`,
  );

  const opened = performance.now();
  await runBusy(desk);
  say(`on screen after ${Math.round(performance.now() - opened)} ms`);
  await standLateOn(desk, 2);
  const early = await heapBytes(cdp);
  await desk.play();
  const drawsOfPanes = await countDraws(page);
  const messages = await countMessages(cdp, workstation.app === null);
  const profile = process.env['BENCH_PROFILE'];
  if (profile !== undefined) {
    await cdp.send('Profiler.enable');
    await cdp.send('Profiler.setSamplingInterval', { interval: 200 });
    await cdp.send('Profiler.start');
  }
  const from = performance.now();
  await workstation.startTrace();
  await page.waitForTimeout(WATCH_MS);
  const events = await workstation.stopTrace();
  const seconds = (performance.now() - from) / 1_000;
  const received = messages();
  if (profile !== undefined) {
    const { profile: taken } = await cdp.send('Profiler.stop');
    await writeFile(`${profile}-${testInfo.project.name}.cpuprofile`, JSON.stringify(taken));
    await writeFile(
      `${profile}-${testInfo.project.name}.trace.json`,
      JSON.stringify({ traceEvents: events }),
    );
  }
  const { work, wall } = framesOfPage(events);
  const tasks = tasksOfPage(events);
  say(
    `${work.length} frames with work in ${seconds.toFixed(1)} s, processor time of one ${share(work, 0.5)} ms in the middle, ` +
      `${share(work, 0.95)} ms at 95 %, ${share(work, 1)} ms at most (by the clock ${share(wall, 0.5)}, ${share(wall, 0.95)}, ` +
      `${share(wall, 1)}); longest task ${share(tasks, 1)} ms, ${tasks.filter((each) => each > 50).length} over 50 ms of ${tasks.length}`,
  );
  const draws = (await drawsOfPanes()).map((count) => count / seconds).sort((a, b) => a - b);
  say(`each chart is drawn ${share(draws, 0)} to ${share(draws, 1)} times a second`);
  if (received !== null) say(`${Math.round(received / seconds / 1_000)} KB/s from the engine`);
  say(`day ${await dayOf(page)}, ${await page.getByText(/bars\/s/).textContent()}`);

  await standLateOn(desk, DAYS);
  say(`paused, ${await chartsUpToDate(page)} charts end with the price of their row`);
  const late = await heapBytes(cdp);
  say(
    `heap ${(early / 1e6).toFixed(1)} MB on day 2, ${(late / 1e6).toFixed(1)} MB on day ${DAYS}: ` +
      `${((100 * late) / early - 100).toFixed(1)} %`,
  );
});
