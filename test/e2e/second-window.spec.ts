import type { ElectronApplication } from '@playwright/test';
import { Desk } from './desk.ts';
import { expect, keepScreen, test } from './workstation.ts';

test('a second window shows charts of the same session, with its own panes, menus and keys', async ({
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

/** Where a window of the desktop application is, found by the end of its address. */
const boundsOf = (app: ElectronApplication, page: string): Promise<unknown> =>
  app.evaluate(
    ({ BrowserWindow }, end) =>
      BrowserWindow.getAllWindows()
        .find(({ webContents }) => webContents.getURL().endsWith(end))
        ?.getBounds(),
    page,
  );

test('a second window that was open at the end opens at the next start, at its last place', async ({
  workstation,
  openAgain,
}, testInfo) => {
  test.skip(testInfo.project.name === 'chromium', 'a browser asks its user first');
  const { page, app } = workstation;
  if (app === null) throw new Error('the desktop application');
  await new Desk(page).isPlaying();
  const opened = page.waitForEvent('popup');
  await page.keyboard.press('w');
  await expect((await opened).getByTestId('chart-pane')).toHaveCount(2);
  const place = { x: 40, y: 30, width: 1_040, height: 700 };
  await app.evaluate(({ BrowserWindow }, bounds) => {
    BrowserWindow.getAllWindows()
      .find(({ webContents }) => webContents.getURL().endsWith('/charts.html'))
      ?.setBounds(bounds);
  }, place);
  await expect.poll(() => boundsOf(app, '/charts.html')).toEqual(place);
  await workstation.close();

  const again = await openAgain();
  if (again.app === null) throw new Error('the desktop application');
  const secondApp = again.app;
  await expect.poll(() => secondApp.windows().length).toBe(2);
  await expect.poll(() => boundsOf(secondApp, '/charts.html')).toEqual(place);
  const second = secondApp.windows().find((each) => each !== again.page);
  if (second === undefined) throw new Error('two windows');
  await expect(second.getByTestId('chart-pane')).toHaveCount(2);

  await test.step('one that its user closed stays closed', async () => {
    await second.close();
    await expect(new Desk(again.page).button('Charts in a second window')).toBeVisible();
    await again.page.reload();
    await new Desk(again.page).isPlaying();
    expect(secondApp.windows()).toHaveLength(1);
  });
});
