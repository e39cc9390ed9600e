import type { Page } from '@playwright/test';
import { Desk } from './desk.ts';
import { share, tasksOfPage } from './page-work.ts';
import { expect, test } from './workstation.ts';

/**
 * A page that does not respond for this long is broken, ms. Smoothness is a figure of `npm run bench:window` and of
 * this report: a machine's speed must not decide whether a test passes.
 */
const STANDSTILL_MS = 500;
const WATCH_MS = 4_000;

/** Starts to note how long a key waits for the frame that follows it. */
async function watchKeys(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(() => {
    const waits: number[] = [];
    addEventListener('keydown', (event) => {
      requestAnimationFrame(() => waits.push(performance.now() - event.timeStamp));
    });
    Object.assign(window, { keyWaits: waits });
  });
  return () => page.evaluate(() => (window as unknown as { keyWaits: number[] }).keyWaits);
}

/** Types into the add box for a while, with the session running all the time. */
async function typeForAWhile(desk: Desk): Promise<void> {
  const { keyboard } = desk.page;
  const box = desk.page.getByRole('combobox', { name: 'Add a symbol' });
  const end = performance.now() + WATCH_MS;
  while (performance.now() < end) {
    // As fast as data flow, a week is over in less than a second.
    const state = await desk.state.getAttribute('data-state');
    if (state === 'completed') await desk.button('Restart the session').click();
    await box.click();
    await keyboard.type('NEWCO', { delay: 40 });
    for (let count = 0; count < 5; count++) await keyboard.press('Backspace');
  }
}

for (const speed of ['600 times real time', 'As fast as data flow']) {
  test(`no task keeps the page from painting: ${speed}`, async ({ workstation }, testInfo) => {
    const desk = new Desk(workstation.page);
    await desk.isPlaying();
    await desk.setSpeed(speed);
    const keyWaits = await watchKeys(workstation.page);
    await workstation.startTrace();
    await typeForAWhile(desk);
    const tasks = tasksOfPage(await workstation.stopTrace());
    const keys = (await keyWaits()).sort((a, b) => a - b);
    const report = `${tasks.length} tasks, longest ${share(tasks, 1)} ms of work; ${keys.length} keys, to the next frame ${share(keys, 0.5)} ms in the middle, ${share(keys, 0.95)} ms at 95 %`;
    testInfo.annotations.push({ type: 'measured', description: report });
    console.log(`  ${testInfo.project.name}, ${speed}: ${report}`);
    expect(tasks.length).toBeGreaterThan(100);
    expect(keys.length).toBeGreaterThan(4);
    expect(tasks.filter((work) => work > STANDSTILL_MS)).toEqual([]);
  });
}
