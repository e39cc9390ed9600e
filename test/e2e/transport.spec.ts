import { Desk } from './desk.ts';
import { expect, test } from './workstation.ts';

const MINUTE_MS = 60_000;

test('pause holds the clock, a step moves it by a bar, five steps by five', async ({ workstation }) => {
  const desk = new Desk(workstation.page);
  await desk.isPlaying();
  await desk.pause();
  const paused = await desk.clockMs();
  await workstation.page.waitForTimeout(1_500);
  expect(await desk.clockMs()).toBe(paused);

  await desk.button('Step').click();
  await expect.poll(() => desk.clockMs()).toBe(paused + MINUTE_MS);
  await desk.button('Step 5').click();
  await expect.poll(() => desk.clockMs()).toBe(paused + 6 * MINUTE_MS);
  await desk.button('Step back').click();
  await expect.poll(() => desk.clockMs()).toBe(paused + 5 * MINUTE_MS);
});

test('keys do what buttons do', async ({ workstation }) => {
  const desk = new Desk(workstation.page);
  await desk.isPlaying();
  await workstation.page.keyboard.press('Space');
  await expect(desk.button('Play')).toBeVisible();
  const paused = await desk.clockMs();
  await workstation.page.keyboard.press('ArrowRight');
  await expect.poll(() => desk.clockMs()).toBe(paused + MINUTE_MS);
  await workstation.page.keyboard.press('ArrowLeft');
  await expect.poll(() => desk.clockMs()).toBe(paused);
  await workstation.page.keyboard.press('Space');
  await desk.isPlaying();
});

test('after “Run to” the keys are those of the window again', async ({ workstation }) => {
  const { page } = workstation;
  const desk = new Desk(page);
  await desk.pausedAt('10:15');
  await page.keyboard.press('/');
  await expect(page.getByRole('combobox', { name: 'Add a symbol' })).toBeFocused();
  await expect(page.getByLabel('Run to', { exact: true })).toHaveValue('');
});

test('speed changes how fast the day passes, restart brings its open back', async ({ workstation }) => {
  const desk = new Desk(workstation.page);
  await desk.isPlaying();
  const open = await desk.clockMs();
  await desk.setSpeed('600 times real time');
  await expect.poll(() => desk.clockMs(), { timeout: 20_000 }).toBeGreaterThan(open + 40 * MINUTE_MS);
  await desk.button('Restart the session').click();
  await expect.poll(() => desk.clockMs()).toBeLessThan(open + 30 * MINUTE_MS);
  await desk.isPlaying();
});

test('runs to the end of the week as fast as data flow', async ({ workstation }) => {
  const desk = new Desk(workstation.page);
  await desk.isPlaying();
  await desk.setSpeed('As fast as data flow');
  await expect(desk.state).toHaveAttribute('data-state', 'completed', { timeout: 40_000 });
  await expect(workstation.page.getByTestId('session-date')).toContainText('28');
  await expect(desk.clock).toHaveText('13:00:00');
});
