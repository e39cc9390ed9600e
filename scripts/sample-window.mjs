/** The real window on the sample, for pictures: `tapedeck serve` on a user's folder of its own, and a page of Chromium. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from '@playwright/test';
import { root } from './build-parts.mjs';

const FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
];

/** Runs `use(page)` once the sample plays, its first steps put away, and takes everything down again. */
export async function withSampleWindow(viewport, use) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-picture-'));
  const env = { ...process.env, TAPEDECK_USER_DIR: folder, TAPEDECK_DATA: path.join(folder, 'data') };
  const program = [path.join(root, 'bin/tapedeck.js'), 'serve', '--port', '0', '--json'];
  const server = spawn(process.execPath, program, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await new Promise((resolve) => createInterface(server.stdout).once('line', resolve));
  const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  try {
    const page = await browser.newPage({ viewport });
    await page.goto(JSON.parse(line).url);
    await page.locator('[data-symbol="RIVN"]').waitFor();
    await page.getByTestId('tour').getByRole('button', { name: 'Skip' }).click();
    await use(page);
  } finally {
    await browser.close();
    server.kill('SIGINT');
    await new Promise((resolve) => server.once('exit', resolve));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Plays at full speed up to a time, and pauses there. */
export async function runTo(page, time) {
  await page.getByRole('radio', { name: 'As fast as data flow' }).click();
  await page.getByRole('textbox', { name: /run to/i }).fill(time);
  await page.keyboard.press('Enter');
  await page.locator('[data-testid="session-state"][data-state="paused"]').waitFor();
}

/** Sets how many bars a second a catch-up takes, so that one can watch it. */
export async function setCatchupPace(page, pace) {
  await page.getByTestId('catchup-pace').click();
  await page.getByRole('menuitemradio', { name: pace }).click();
}
