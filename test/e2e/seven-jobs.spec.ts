import { KeyboardHands, MouseHands, type Hands } from './hands.ts';
import { madeUpCsv } from './made-up-csv.ts';
import type { Workstation } from './opened.ts';
import { expect, test } from './workstation.ts';

/** The jobs that a trader must be able to do in seconds, with the mouse and again with the keyboard alone. */
const BOTH = [
  ['mouse', MouseHands],
  ['keyboard', KeyboardHands],
] as const;

// Begins with nothing there, and imports: a store of its own.
test.use({ withSample: false });

async function firstStart({ page }: Workstation, { desk }: Hands): Promise<void> {
  await desk.isPlaying();
  await expect(page.getByTestId('synthetic')).toBeVisible();
  await expect(desk.row('RIVN').getByTestId('last')).toHaveText(/^\d+\.\d\d$/);
}

async function runTo(hands: Hands, time: string): Promise<void> {
  const field = hands.desk.page.getByLabel('Run to', { exact: true });
  await hands.write(field, time);
  await field.press('Enter');
  await expect(hands.desk.clock).toHaveText(`${time}:00`, { timeout: 30_000 });
  await expect(hands.desk.button('Play')).toBeVisible();
}

async function addWatchRemoveUndo({ page }: Workstation, hands: Hands): Promise<void> {
  const { desk } = hands;
  await hands.togglePlay();
  await expect(desk.button('Play')).toBeVisible();
  await hands.choose(page.getByTestId('catchup-pace'), '30 bars a second');
  await hands.speed('As fast as data flow');
  await runTo(hands, '10:30');
  await hands.speed('1 times real time');
  await hands.togglePlay();
  await expect(desk.button('Pause')).toBeVisible();

  const aapl = desk.row('AAPL').getByTestId('phase');
  await hands.add('AAP');
  await expect(desk.blockedNotice).toHaveText(
    /^Analysis is blocked: AAPL is catching up \(\d+ of \d+ bars\)/,
  );
  await expect(aapl).toHaveAttribute('data-phase', 'catching_up');
  await expect(desk.blockedNotice).toBeHidden();
  await expect(aapl).toHaveAttribute('data-phase', 'active');

  await hands.remove('AAPL');
  await expect(desk.row('AAPL')).toHaveCount(0);
  await hands.press(desk.button('Add AAPL again'));
  await expect(aapl).toHaveAttribute('data-phase', 'active');
}

async function importAndAdd({ page }: Workstation, hands: Hands): Promise<void> {
  await hands.bringFile({ name: 'export (3).csv', text: madeUpCsv({ without: 30, bad: 40 }) });
  const sheet = page.getByTestId('import-sheet');
  const file = sheet.getByTestId('import-file');
  await expect(file).toHaveAttribute('data-step', 'refused');
  await hands.write(sheet.getByLabel('Symbol', { exact: true }), 'newx');
  await expect(file).toHaveAttribute('data-step', 'ready');
  await expect(sheet.getByRole('list', { name: 'Symbols in the file' })).toContainText('16 bars missing');
  await hands.press(sheet.getByRole('button', { name: 'Write to the store' }));
  await expect(sheet.getByTestId('import-report')).toContainText('3,104 written');
  await hands.press(sheet.getByRole('button', { name: 'Add NEWX' }));
  await hands.press(sheet.getByRole('button', { name: 'Close' }));
  await expect(sheet).toBeHidden();
  await expect(hands.desk.row('NEWX').getByTestId('phase')).toHaveAttribute('data-phase', 'active');
}

/** A market that runs sixty times as fast. */
async function goLive({ page }: Workstation, hands: Hands): Promise<void> {
  const { desk } = hands;
  await hands.choose(page.getByTestId('session-picker'), /^Go live/);
  const sheet = page.getByTestId('live-sheet');
  await hands.write(sheet.getByLabel('Begins at'), '11:00');
  await hands.press(sheet.getByRole('button', { name: 'Go live', exact: true }));
  await expect(page.getByTestId('feed-state')).toHaveAttribute('data-state', 'streaming');
  await hands.add('AAP');
  await expect(desk.row('AAPL').getByTestId('phase')).toHaveAttribute('data-phase', 'active');
  await hands.remove('AAPL');
  await expect(desk.row('AAPL')).toHaveCount(0);
}

async function editAndRun({ page }: Workstation, hands: Hands): Promise<void> {
  const picker = page.getByTestId('session-picker');
  await hands.choose(picker, /^Sample: one symbol/);
  await expect(picker).toContainText('Sample: one symbol');
  await hands.choose(picker, /^Edit a copy/);
  const editor = page.getByTestId('session-editor');
  const save = editor.getByRole('button', { name: 'Save and run' });
  await hands.write(editor.getByLabel('Session name'), '');
  await expect(editor.getByTestId('config-verdict')).toContainText('session_name');
  await expect(save).toBeDisabled();
  await hands.write(editor.getByLabel('Session name'), 'Mine');
  await expect(editor.getByTestId('config-verdict')).toContainText('mine.json');
  await hands.press(save);
  await expect(picker).toContainText('Mine');
}

async function playTheDay({ page }: Workstation, hands: Hands): Promise<void> {
  const { desk } = hands;
  await hands.speed('As fast as data flow');
  await runTo(hands, '10:30');
  await hands.stepBack(10);
  await expect(desk.clock).toHaveText('10:20:00');
  await runTo(hands, '14:00');
  const at = await desk.clockMs();
  await hands.speed('60 times real time');
  await hands.togglePlay();
  await expect.poll(() => desk.clockMs()).toBeGreaterThan(at);
  await hands.speed('As fast as data flow');
  await expect(desk.state).toHaveAttribute('data-state', 'completed', { timeout: 30_000 });
  await hands.showTab('Report');
  await expect(page.getByTestId('report')).toContainText('RIVN');
}

async function pickUp({ page }: Workstation, hands: Hands): Promise<void> {
  await expect(page.getByTestId('unfinished-run')).toContainText('“Mine” was cut short at 11:00:00');
  await hands.press(hands.desk.button('Resume it'));
  await expect(page.getByTestId('unfinished-run')).toBeHidden();
  await expect(page.getByTestId('session-picker')).toContainText('Mine');
  await expect(hands.desk.clock).toHaveText('11:00:00');
  await expect(hands.desk.button('Play')).toBeVisible();
}

for (const [name, HandsOfKind] of BOTH) {
  test(`first start, adding and removing, importing, live: with the ${name}`, async ({ workstation }) => {
    test.slow();
    const hands = new HandsOfKind(workstation.page);
    await test.step('opens on a sample that plays', () => firstStart(workstation, hands));
    await test.step('adds, watches, removes, undoes', () => addWatchRemoveUndo(workstation, hands));
    await test.step('imports and adds', () => importAndAdd(workstation, hands));
    await test.step('goes live, adds and removes', () => goLive(workstation, hands));
  });

  test(`a session of one's own, its day, a crash: with the ${name}`, async ({ workstation, openAgain }) => {
    test.slow();
    const hands = new HandsOfKind(workstation.page);
    await hands.desk.isPlaying();
    await test.step('opens another session, edits, saves, runs', () => editAndRun(workstation, hands));
    await test.step('goes back, on, and to the close', () => playTheDay(workstation, hands));
    await test.step('goes back to eleven, where it crashes', () => runTo(hands, '11:00'));
    await workstation.crash();
    const again = await openAgain();
    await test.step('picks the run up', () => pickUp(again, new HandsOfKind(again.page)));
  });
}
