import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { Desk } from './desk.ts';
import type { Workstation } from './opened.ts';
import { expect, keepScreen, test } from './workstation.ts';

const SECRET = 'a-secret-that-nobody-may-read';

/** Has something go wrong on the simulator. */
async function tryOut(page: Page, fault: string): Promise<void> {
  await page.getByRole('button', { name: 'Simulate a fault' }).click();
  await page.getByRole('menuitem', { name: fault }).click();
}

async function bars(desk: Desk, symbol: string): Promise<number> {
  return Number(await desk.row(symbol).getByTestId('bar-count').textContent());
}

/** From now on records the messages about a lost feed, including short ones. */
async function watchOutages(page: Page): Promise<() => Promise<string>> {
  await page.evaluate(() => {
    const said = new Set<string>();
    const look = () => said.add(document.querySelector('[data-testid="feed-down"]')?.textContent ?? '');
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
    });
    Object.assign(window, { saidOfOutages: said });
  });
  return () =>
    page.evaluate(() => [...(window as unknown as { saidOfOutages: Set<string> }).saidOfOutages].join(' '));
}

/** The desktop application takes a key and never shows it; a browser says where keys come from. */
async function handOverKey({ page, app }: Workstation, sheet: Locator, userDir: string): Promise<void> {
  await sheet.getByRole('radio', { name: 'Alpaca IEX' }).click();
  if (app === null) await expect(sheet.getByTestId('key-environment')).toContainText('APCA_API_KEY_ID');
  else {
    await sheet.getByLabel('API key id').fill('PKTEST0042');
    await sheet.getByLabel('API secret').fill(SECRET);
    await sheet.getByRole('button', { name: /the key$/ }).click();
    await expect(sheet.getByTestId('key-kept')).toContainText('ends in 42');
    expect(await page.content()).not.toContain(SECRET);
    const files = await readdir(userDir, { recursive: true, withFileTypes: true });
    for (const file of files.filter((each) => each.isFile())) {
      const place = path.join(file.parentPath, file.name);
      const content = await readFile(place).catch(() => Buffer.alloc(0));
      expect(content.includes(SECRET), place).toBe(false);
    }
    await sheet.getByRole('button', { name: 'Remove the key' }).click();
    await expect(sheet.getByLabel('API secret')).toHaveValue('');
  }
  await sheet.getByRole('radio', { name: 'Simulator' }).click();
}

test('a live session streams, breaks, comes back and catches up', async ({
  workstation,
  userDir,
}, testInfo) => {
  const { page } = workstation;
  const desk = new Desk(page);
  await desk.isPlaying();
  await page.keyboard.press('l');
  const sheet = page.getByTestId('live-sheet');
  await handOverKey(workstation, sheet, userDir);
  await sheet.getByLabel('Begins at').fill('11:00');
  await sheet.getByRole('button', { name: 'Go live', exact: true }).click();

  await expect(page.getByTestId('mode')).toHaveText('live');
  await expect(page.getByTestId('feed-state')).toHaveText('Simulator 60×: streaming');
  await expect(page.getByTestId('synthetic')).toBeVisible();
  await expect(desk.button('Step back')).toHaveCount(0);
  await expect(page.getByRole('radiogroup', { name: 'Speed' })).toHaveCount(0);
  const before = await bars(desk, 'RIVN');
  await expect.poll(() => bars(desk, 'RIVN')).toBeGreaterThan(before);

  await desk.add('TSLA');
  await expect(desk.row('TSLA').getByTestId('phase')).toHaveAttribute('data-phase', 'active');
  await desk.row('TSLA').getByTestId('remove').click();
  await expect(desk.row('TSLA')).toHaveCount(0);

  await page.getByRole('tab', { name: 'Feed' }).click();
  const outages = await watchOutages(page);
  await tryOut(page, 'Drop');
  await expect.poll(outages).toContain('The feed is down (the feed closed the connection)');
  await keepScreen(page, testInfo, 'down');
  await expect(page.getByTestId('feed-back')).toContainText('The feed is back');
  await tryOut(page, 'Mute');
  await expect.poll(outages).toContain('The feed is down (the feed is mute');
  await expect(page.getByTestId('feed-back')).toContainText('mute');
  await keepScreen(page, testInfo, 'back');
  await expect(page.getByTestId('feed-item')).toHaveText(/streaming, \d+ reconnects$/);
  await expect(page.getByTestId('feed-reconnects')).toHaveText(/^[2-9]/);
  await expect(page.getByRole('list', { name: 'The feed, symbol by symbol' })).toContainText('RIVN');
  await page.getByRole('tab', { name: 'Log' }).click();
  await expect(desk.analysis).toContainText('active → catching_up');
});
