/**
 * `npm run screenshot`: the README's picture, taken of the real window: AAPL joins the sample in mid-morning, at a pace
 * that can be watched, and the analysis panel is blocked meanwhile.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from '@playwright/test';
import { root } from './build-parts.mjs';

const PICTURE = path.join(root, 'docs/images/workstation.png');
const FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
];

const folder = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-picture-'));
const env = { ...process.env, TAPEDECK_USER_DIR: folder, TAPEDECK_DATA: path.join(folder, 'data') };
const server = spawn(
  process.execPath,
  [path.join(root, 'bin/tapedeck.js'), 'serve', '--port', '0', '--json'],
  {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  },
);
const line = await new Promise((resolve) => createInterface(server.stdout).once('line', resolve));
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: FLAGS,
});
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(JSON.parse(line).url);
  await page.getByTestId('session-state').waitFor();
  await page.locator('[data-symbol="RIVN"]').waitFor();
  await page.getByRole('radio', { name: 'As fast as data flow' }).click();
  await page.getByRole('textbox', { name: /run to/i }).fill('11:40');
  await page.keyboard.press('Enter');
  await page.locator('[data-testid="session-state"][data-state="paused"]').waitFor();
  await page.getByRole('radio', { name: '60 times real time' }).click();
  await page.getByTestId('catchup-pace').click();
  await page.getByRole('menuitemradio', { name: /30/ }).click();
  await page.keyboard.press('Space');
  await page.keyboard.press('/');
  await page.keyboard.type('AAPL');
  await page.keyboard.press('Enter');
  await page.getByTestId('blocked-notice').waitFor();
  await page.waitForTimeout(2_600);
  await page.screenshot({ path: PICTURE });
} finally {
  await browser.close();
  server.kill('SIGINT');
  await new Promise((resolve) => server.once('exit', resolve));
  rmSync(folder, { recursive: true, force: true });
}
