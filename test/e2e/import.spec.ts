import { readFile } from 'node:fs/promises';
import { Desk } from './desk.ts';
import { dropFile } from './hands.ts';
import { DAYS, madeUpCsv } from './made-up-csv.ts';
import type { Workstation } from './opened.ts';
import { expect, keepScreen, test } from './workstation.ts';

/** Imported bars stay in the store: each test has its own, filled by the first start. */
test.use({ withSample: false });

test('a dropped file is looked at, corrected, written, and its symbol joins the running session', async ({
  workstation: { page },
}, testInfo) => {
  const desk = new Desk(page);
  await desk.isPlaying();
  await dropFile(page, 'export (3).csv', madeUpCsv({ without: 30, bad: 40 }));
  const sheet = page.getByTestId('import-sheet');
  const file = sheet.getByTestId('import-file');
  await expect(file).toHaveAttribute('data-step', 'refused');
  await expect(sheet.getByRole('alert')).toContainText('symbol');

  await sheet.getByLabel('Symbol', { exact: true }).fill('newx');
  await expect(file).toHaveAttribute('data-step', 'ready');
  const series = sheet.getByRole('list', { name: 'Symbols in the file' });
  await expect(series).toContainText('NEWX');
  await expect(series).toContainText('17 Nov 2025 09:30 to 26 Nov 2025 15:59');
  await expect(series).toContainText('16 bars missing');
  await expect(sheet.getByLabel('Zone', { exact: true })).toHaveValue('America/New_York');
  await expect(sheet.getByRole('radio', { name: 'Times are the opens of bars' })).toBeChecked();
  await expect(sheet.getByRole('list', { name: 'Refused rows and findings' })).toContainText(
    '8 × impossible prices',
  );

  const firstBar = sheet.getByRole('table').getByRole('row').nth(1);
  await expect(firstBar).toContainText('09:30:00');
  await sheet.getByRole('radio', { name: 'Times are the closes of bars' }).click();
  await expect(firstBar).toContainText('09:29:00');
  await sheet.getByRole('radio', { name: 'Times are the opens of bars' }).click();
  await expect(firstBar).toContainText('09:30:00');
  await keepScreen(page, testInfo, 'preview');

  const before = await desk.clockMs();
  await sheet.getByRole('button', { name: 'Write to the store' }).click();
  await expect(sheet.getByTestId('import-report')).toContainText('3,104 written');
  await keepScreen(page, testInfo, 'report');
  await expect.poll(() => desk.clockMs()).toBeGreaterThan(before);

  await sheet.getByRole('button', { name: 'Add NEWX' }).click();
  await expect(desk.row('NEWX').getByTestId('phase')).toHaveAttribute('data-phase', 'active');

  await test.step('a session of its own is one press away', async () => {
    await sheet.getByRole('button', { name: 'Write a session over it…' }).click();
    const editor = page.getByTestId('session-editor');
    await expect(editor.getByLabel('Session name')).toHaveValue('NEWX, 2025-11-26');
    await expect(editor.getByLabel('Start date')).toHaveValue('2025-11-20');
    await expect(editor.getByTestId('config-verdict')).toContainText('Can run');
    await editor.getByRole('button', { name: 'Save and run' }).click();
    await expect(page.getByTestId('session-picker')).toContainText('NEWX, 2025-11-26');
    await expect(desk.row('NEWX').getByTestId('phase')).toHaveAttribute('data-phase', 'active');
    await expect(sheet).toBeHidden();
  });
});

test('by keyboard: Ctrl+I chooses files, Escape closes, the add box knows the new symbol', async ({
  workstation: { page },
}) => {
  const desk = new Desk(page);
  await desk.isPlaying();
  const buffer = Buffer.from(madeUpCsv());
  // A browser that is very busy may take the key for too old to open a dialog.
  await expect(async () => {
    const chooser = page.waitForEvent('filechooser', { timeout: 5_000 });
    await page.keyboard.press('Control+i');
    await (
      await chooser
    ).setFiles([
      { name: 'KEYS_1min.csv', mimeType: 'text/csv', buffer },
      { name: 'notes.csv', mimeType: 'text/csv', buffer: Buffer.from('hello\nworld\n') },
    ]);
  }).toPass();
  const files = page.getByRole('list', { name: 'Files to import' });
  await expect(files.getByRole('button', { name: /KEYS_1min/ })).toContainText('Ready to write');
  await expect(files.getByRole('button', { name: /notes/ })).toContainText('Cannot be read');
  await page.getByTestId('import-write').press('Enter');
  await expect(files.getByRole('button', { name: /KEYS_1min/ })).toContainText('3,120 bars written');
  await page.getByTestId('import-sheet').press('Escape');
  await expect(page.getByTestId('import-sheet')).toBeHidden();
  await desk.add('KEYS');
  await expect(desk.row('KEYS').getByTestId('phase')).toHaveAttribute('data-phase', 'active');
});

test('a file is compared with what the store has before anything is written', async ({
  workstation: { page },
}, testInfo) => {
  const desk = new Desk(page);
  await desk.isPlaying();
  const sheet = page.getByTestId('import-sheet');
  await dropFile(page, 'COMP_1min.csv', madeUpCsv());
  await expect(sheet.getByTestId('import-file')).toHaveAttribute('data-step', 'ready');
  await sheet.getByRole('button', { name: 'Write to the store' }).click();
  await expect(sheet.getByTestId('import-report')).toContainText('3,120 written');
  await sheet.getByRole('button', { name: 'Close' }).click();

  const corrected = madeUpCsv({ without: 30 }).replace(
    '2025-11-18 10:31:00,50.89,50.94,50.84,50.89',
    '2025-11-18 10:31:00,50.89,50.94,50.84,50.86',
  );
  await dropFile(page, 'COMP_1min.csv', corrected);
  await sheet.getByRole('button', { name: 'Compare with the store' }).click();
  await expect(sheet).toBeHidden();
  const comparison = page.getByTestId('comparison');
  const map = page.getByRole('list', { name: /^Gap map/ });
  await expect(map.getByRole('listitem')).toHaveCount(DAYS.length);
  await expect(map.getByRole('listitem').nth(1)).toContainText('11-182');
  await map.press('ArrowRight');
  await map.press('ArrowDown');
  await map.press('PageDown');
  await expect(desk.analysis.getByText('11-18 10:00 is in the store alone')).toBeVisible();
  const differing = comparison.getByRole('list', { name: 'Bars that differ' });
  await expect(differing).toContainText('10:00 only in the store');
  await expect(differing).toContainText('10:31 close 50.89, in the file 50.86');
  await keepScreen(page, testInfo, 'comparison');
});

test('the quality of the session shows by the minute, and the bars around a place', async ({
  workstation: { page },
}, testInfo) => {
  const desk = new Desk(page);
  await desk.pausedAt('10:30');
  await page.getByRole('tab', { name: 'Quality' }).click();
  const map = page.getByRole('list', { name: /^Gap map/ });
  await expect(map.getByRole('listitem')).toHaveCount(5);
  await map.press('ArrowRight');
  for (let minute = 0; minute < 3; minute += 1) await map.press('PageDown');
  await expect(desk.analysis.getByText('RIVN 11:00 has not come yet')).toBeVisible();
  await map.press('PageUp');
  await map.press('ArrowLeft');
  await expect(desk.analysis.getByText('RIVN 10:29 has a bar')).toBeVisible();
  const around = desk.analysis.getByRole('table', { name: 'Bars around 10:29' });
  await expect(around.getByRole('row').filter({ hasText: 'no bar' })).toHaveCount(2);

  await page.getByRole('radio', { name: 'Store' }).click();
  await expect(map.getByRole('listitem').last()).toContainText('11-28');
  await keepScreen(page, testInfo, 'quality');
});

test('the current session is exported', async ({ workstation }, testInfo) => {
  const { page } = workstation;
  const desk = new Desk(page);
  await desk.pausedAt('10:00');
  const text = await exported(workstation, 'Session as JSON', testInfo.outputPath('session.json'));
  const session = JSON.parse(text) as { clock: string; symbols: Record<string, { metadata: unknown }> };
  expect(session.clock).toBe('2025-11-24T15:00:00.000Z');
  expect(session.symbols['RIVN']?.metadata).toMatchObject({ added_by: 'config' });
  const parquet = await exported(workstation, 'Session as Parquet', testInfo.outputPath('session.parquet'));
  expect(parquet.slice(0, 4)).toBe('PAR1');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Export: Ses');
  await expect(page.getByRole('option', { name: 'Export: Session as Parquet' })).toBeVisible();
  await page.keyboard.press('Escape');
  const log = await exported(workstation, 'Log as CSV', testInfo.outputPath('log.csv'));
  expect(log.split('\r\n')[0]).toBe('seq,clock,event,symbol,text');
});

/** The file that an entry of the export menu saves; the desktop's dialog is answered beforehand. */
async function exported({ page, app }: Workstation, entry: string, file: string): Promise<string> {
  await app?.evaluate(
    ({ session }, place) =>
      session.defaultSession.once('will-download', (_event, item) => item.setSavePath(place)),
    file,
  );
  const downloaded = app === null ? page.waitForEvent('download') : null;
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.getByRole('menuitem', { name: entry }).click();
  await (await downloaded)?.saveAs(file);
  await expect.poll(() => readFile(file, 'utf8').catch(() => '')).not.toBe('');
  return readFile(file, 'utf8');
}
