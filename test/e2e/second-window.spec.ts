import { Desk } from './desk.ts';
import { expect, keepScreen, test } from './workstation.ts';

test('charts stand in a second window too: of the same session, with its own panes, menus and keys', async ({
  workstation,
}, testInfo) => {
  const { page, app } = workstation;
  const desk = new Desk(page);
  await desk.isPlaying();
  await desk.pause();
  const opened = page.waitForEvent('popup');
  await page.keyboard.press('w');
  const second = await opened;
  const panes = second.getByTestId('chart-pane');
  await expect(panes).toHaveCount(2);
  await expect(panes.first().getByTestId('legend')).toContainText('O');
  expect(await second.evaluate(() => 'tapedeck' in window)).toBe(false);

  await test.step('what happens in one is seen in the other', async () => {
    await panes.nth(1).getByTestId('pane-symbol').click();
    await second.getByRole('menuitemradio', { name: 'KO', exact: true }).click();
    await expect(panes.nth(1)).toHaveAttribute('data-chart-symbol', 'KO');
    const legend = panes.nth(1).getByTestId('legend');
    const before = await legend.textContent();
    await second.keyboard.press('Shift+ArrowRight');
    await expect(legend).not.toHaveText(before ?? '');
    const differ = async (): Promise<boolean> =>
      (await second.getByTestId('clock').textContent()) !== (await desk.clock.textContent());
    await expect.poll(differ).toBe(false);
    await second.keyboard.press('4');
    await expect(panes).toHaveCount(4);
    await expect(page.getByTestId('chart-pane')).toHaveCount(1);
    await panes
      .first()
      .getByRole('button', { name: /^Indicators: / })
      .click();
    await expect(second.getByRole('dialog', { name: 'Indicators' })).toBeVisible();
    await second.keyboard.press('Escape');
    await desk.button('Light theme').click();
    await expect(second.locator('html')).toHaveAttribute('data-theme', 'light');
  });
  await keepScreen(second, testInfo, 'second');

  if (app !== null) {
    const windows = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map(({ webContents }) => {
        const contents = webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
        return { url: webContents.getURL(), ...contents.getLastWebPreferences() };
      }),
    );
    expect(windows.find(({ url }) => url.endsWith('/charts.html'))).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
    });
    expect(await second.evaluate(() => window.open('charts.html') === null)).toBe(true);
    expect(await page.evaluate(() => window.open('charts.html?x=1') === null)).toBe(true);
    expect(await page.evaluate(() => window.open('index.html') === null)).toBe(true);
  }
  const closed = second.waitForEvent('close');
  await second.close();
  await closed;
  await expect(desk.button('Charts in a second window')).toBeVisible();
});
