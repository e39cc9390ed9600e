import { execFile } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from '@playwright/test';
import { checkout, program } from './opened.ts';
import { expect, test } from './workstation.ts';

test('the report page opens from disk, sorts, shows values, and prints without a cut', async ({
  dataDir,
  userDir,
}, testInfo) => {
  const run = path.join(userDir, 'run');
  const config = path.join(checkout, 'session_configs', 'sample-week.json');
  const given = ['--speed', '0', '--strategy', 'sma-cross,fast=5,slow=20', '--data', dataDir, '--out', run];
  await promisify(execFile)(process.execPath, [program, 'run', config, ...given], { cwd: checkout });
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  });
  const page = await browser.newPage({ viewport: { width: 1240, height: 900 } });
  const errors: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(path.join(run, 'report.html')).href);

  const trades = page.locator('section', { has: page.getByRole('heading', { name: 'Trades', exact: true }) });
  const profits = async (): Promise<number[]> =>
    (await trades.locator('tbody tr td:nth-child(11)').allTextContents()).map((text) =>
      Number(text.replaceAll(',', '')),
    );
  const before = await profits();
  expect(before.length).toBeGreaterThan(5);
  await trades.getByRole('columnheader', { name: 'Profit' }).click();
  expect(await profits()).toEqual([...before].sort((a, b) => b - a));
  await trades.getByRole('columnheader', { name: 'Profit' }).press('Enter');
  expect(await profits()).toEqual([...before].sort((a, b) => a - b));

  const equity = page.getByRole('img', { name: 'Equity over time' });
  await equity.scrollIntoViewIfNeeded();
  await equity.hover();
  await expect(page.locator('.tip')).toContainText(/2025-11-\d\d \d\d:\d\d · Equity [\d,]+\.\d\d/);

  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 718, height: 1000 });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  const pdf = await page.pdf({ preferCSSPageSize: true, path: testInfo.outputPath('report.pdf') });
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(errors).toEqual([]);
  expect(requests).toHaveLength(1);
  await browser.close();
});
