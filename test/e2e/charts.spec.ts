import { Desk } from './desk.ts';
import { expect, keepScreen, test } from './workstation.ts';

test('a pane shows the indicators of the session, and others that the trader wants', async ({
  workstation,
}, testInfo) => {
  const { page } = workstation;
  const desk = new Desk(page);
  await desk.pausedAt('11:00');
  const studies = page.getByTestId('studies');
  await expect(studies).toContainText('vwap');
  await expect(studies).toContainText('rsi(14)');
  await expect(studies.locator('[data-study="vwap@1m"]')).toHaveAttribute('data-warm', 'true');

  await desk.button('Indicators: 2 shown').click();
  const menu = page.getByRole('dialog', { name: 'Indicators' });
  await menu.getByLabel('Indicator', { exact: true }).selectOption('sma');
  await menu.getByLabel('period').fill('5000');
  await menu.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(studies.locator('[data-study="sma(5000)@1m"]')).toContainText('not warm yet');
  await menu.getByLabel('vwap').uncheck();
  await expect(studies).not.toContainText('vwap');
  await keepScreen(page, testInfo, 'indicators');
  await menu.getByRole('button', { name: 'As the session has them' }).click();
  await expect(studies).toContainText('vwap');
});

test('a chart scrolls back into the days before, and forward again', async ({ workstation }, testInfo) => {
  const { page } = workstation;
  const desk = new Desk(page);
  await desk.pausedAt('10:00');
  const chart = page.getByRole('figure', { name: 'Chart of RIVN, 1m bars' });
  const firstOpen = async (): Promise<string> => (await chart.getAttribute('data-first-open')) ?? '';
  const before = await firstOpen();
  await chart.hover({ position: { x: 200, y: 80 } });
  await expect(async () => {
    await page.mouse.wheel(-4_000, 0);
    expect((await firstOpen()) < '2025-11-07').toBe(true);
  }).toPass();
  expect(before > '2025-11-10').toBe(true);
  await keepScreen(page, testInfo, 'older');
  // Play continues at the session's clock, for any scroll position.
  await desk.button('Step').click();
  await expect(desk.clock).toHaveText('10:01:00');
  expect((await firstOpen()) < '2025-11-07').toBe(true);
});

test('a click on the progress bar goes back, and another one on', async ({ workstation }) => {
  const { page } = workstation;
  const desk = new Desk(page);
  await desk.pausedAt('12:00');
  const track = page.getByRole('progressbar', { name: 'Session day' });
  const box = await track.boundingBox();
  if (box === null) throw new Error('a progress bar on screen');
  const minutes = (count: number) => ({ position: { x: (box.width * count) / 390, y: 8 } });
  await track.click(minutes(60));
  await expect(desk.clock).toHaveText('10:30:00');
  await expect(desk.button('Play')).toBeVisible();
  await track.click(minutes(120));
  await expect(desk.clock).toHaveText('11:30:00');
});

test('a session is written from a copy, mended as one types, saved and run', async ({ workstation }) => {
  const { page } = workstation;
  const desk = new Desk(page);
  await desk.isPlaying();
  await page.getByTestId('session-picker').click();
  await page.getByRole('menuitemradio', { name: /Edit a copy/ }).click();
  const editor = page.getByTestId('session-editor');
  await editor.getByLabel('Session name').fill('Two of them');
  const verdict = editor.getByTestId('config-verdict');
  await editor.getByLabel('End date').fill('2025-01-01');
  await expect(verdict).toContainText('end_date is before start_date');
  await expect(editor.getByRole('button', { name: 'Save and run' })).toBeDisabled();
  await editor.getByLabel('End date').fill('2025-11-24');
  await editor.getByRole('button', { name: 'Symbols & bars' }).click();
  for (const symbol of ['SPY', 'KO', 'PCTY']) {
    await editor.getByRole('button', { name: `Take ${symbol} away` }).click();
  }
  await expect(verdict).toContainText('two-of-them.json');
  await editor.getByRole('button', { name: 'Save and run' }).click();
  await expect(page.getByTestId('session-picker')).toContainText('Two of them');
  await expect(page.locator('[data-symbol]')).toHaveCount(2);

  await desk.setSpeed('As fast as data flow');
  await desk.button('Play').click();
  await page.getByRole('tab', { name: 'Report' }).click();
  await expect(page.getByTestId('report')).toContainText('NVDA', { timeout: 30_000 });
  await expect(page.getByTestId('session-picker')).toContainText('ended');
  await desk.setSpeed('60 times real time');
});
