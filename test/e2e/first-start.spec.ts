import { Desk } from './desk.ts';
import { expect, keepScreen, test } from './workstation.ts';

test.describe('a first start, with nothing there', () => {
  test.use({ withSample: false });

  test('opens on the sample session, which plays', async ({ workstation }, testInfo) => {
    const desk = new Desk(workstation.page);
    await desk.isPlaying();
    await expect(desk.state).toHaveAttribute('data-state', 'active');
    await expect(workstation.page.getByText('Synthetic data')).toBeVisible();
    for (const symbol of ['RIVN', 'NVDA', 'SPY', 'KO', 'PCTY']) {
      await expect(desk.row(symbol).getByTestId('phase')).toHaveAttribute('data-phase', 'active');
      await expect(desk.row(symbol).getByTestId('added-by')).toHaveText('config');
    }
    await expect(desk.row('RIVN').getByTestId('last')).toHaveText(/^\d+\.\d\d$/);
    await expect(workstation.page.getByTestId('engine-health')).toHaveAttribute('data-health', 'running');
    await keepScreen(workstation.page, testInfo, 'first-start');
  });
});

test('a page that is loaded again finds the session where it is', async ({ workstation }) => {
  const desk = new Desk(workstation.page);
  await desk.isPlaying();
  await desk.setSpeed('600 times real time');
  await expect.poll(() => desk.clock.textContent()).toMatch(/^(09:[45]|1\d:)/);
  await desk.pause();
  const before = await desk.clockMs();
  await workstation.page.reload();
  await expect.poll(() => desk.clockMs()).toBe(before);
  await expect(desk.row('RIVN')).toBeVisible();
  await desk.play();
  await desk.isPlaying();
});

test('closes at once and properly', async ({ workstation }) => {
  await new Desk(workstation.page).isPlaying();
  const startedMs = performance.now();
  expect(await workstation.close()).toBe(workstation.app === null ? 130 : 0);
  expect(performance.now() - startedMs).toBeLessThan(10_000);
});
