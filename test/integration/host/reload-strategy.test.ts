import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { silentLogger } from '../../../core/base/logger.ts';
import { createEngine } from '../../../core/index.ts';
import { HostedSession } from '../../../electron/host/session/hosted-session.ts';
import { KnownStrategies } from '../../../electron/host/strategies/known-strategies.ts';
import { StrategyLibrary } from '../../../electron/host/strategies/strategy-library.ts';
import { at, bars, calendar } from '../../helpers/bar-builder.ts';
import { memoryStore } from '../../helpers/memory-store.ts';
import { eventsOf, sessionConfig, testWall } from '../../helpers/session-harness.ts';

const day = '2025-07-02 09:30';
const code = (text: string): string =>
  `import { defineStrategy } from 'tapedeck/strategy';
   export default defineStrategy({ name: 'mine', onInstant(_, ctx) { if (ctx.clock.time() === '09:35:00') ${text} } });`;
const notes = (session: HostedSession) => eventsOf(session, 'strategy_log').map(({ text }) => text);

let folder: string;
let session: HostedSession;
const save = (text: string): void => writeFileSync(path.join(folder, 'strategies', 'mine.ts'), text);

/** A window's session that is paused at ten, with AAPL added by the user at 09:45. */
async function paused(watched?: readonly string[]): Promise<HostedSession> {
  const library = new StrategyLibrary([path.join(folder, 'strategies')]);
  if (watched !== undefined) vi.spyOn(library, 'filesOf').mockReturnValue(watched);
  const store = memoryStore(
    bars('RIVN').from(day).minutes(60).build(),
    bars('AAPL').from(day).minutes(60).build(),
  );
  const engine = createEngine({
    store,
    calendar,
    wall: testWall(),
    logger: silentLogger,
    findStrategy: library.find,
  });
  const config = {
    ...sessionConfig({ symbols: ['RIVN'], streams: ['1m'] }),
    strategies: [{ name: 'mine.ts' }],
  };
  const known = new KnownStrategies(folder);
  const sources = {
    engine,
    calendar,
    library,
    known,
    runsDir: path.join(folder, 'runs'),
    logger: silentLogger,
  };
  const opened = HostedSession.open(sources, 'test', config, false);
  if (!opened.ok) throw new Error(opened.failure.message);
  await opened.value.post({ type: 'run_to', clock_ms: at('2025-07-02 09:45') });
  await vi.waitFor(() => expect(opened.value.run.pace.paused).toBe(true));
  await opened.value.post({ type: 'add', symbol: 'AAPL', added_by: 'user' });
  await opened.value.post({ type: 'run_to', clock_ms: at('2025-07-02 10:00') });
  await vi.waitFor(() => expect(opened.value.run.pace.paused).toBe(true));
  return opened.value;
}

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-reload-'));
  mkdirSync(path.join(folder, 'strategies'));
  save(code(`ctx.log.info('first');`));
  session = await paused();
});

afterEach(async () => {
  await session.close('the test is over');
  rmSync(folder, { recursive: true, force: true });
});

it("a file saved while the session is paused is played from the open, with the user's commands", async () => {
  expect(notes(session)).toEqual(['first']);
  save(code(`{ ctx.log.info('second'); ctx.symbols.adhoc('AAPL', { bars: '5m' }); }`));
  await vi.waitFor(() => expect(new Set(notes(session))).toEqual(new Set(['second'])), 5_000);
  await vi.waitFor(() => expect(session.run.clock.now()).toBe(at('2025-07-02 10:00')));
  expect(session.run.view.metadata('AAPL' as never)).toMatchObject({
    added_by: 'user',
    upgraded_from_adhoc: true,
  });
});

it('a file that cannot be loaded is stopped with the reason in the log, and the session is there', async () => {
  save(code('{'));
  await session.reloadStrategies();
  await vi.waitFor(() => expect(session.run.clock.now()).toBe(at('2025-07-02 10:00')));
  expect(eventsOf(session, 'strategy_stopped')).toMatchObject([
    {
      strategy: 'mine.ts',
      reason: expect.stringMatching(/^it cannot be loaded: .*mine\.ts.*\(2:/) as string,
    },
  ]);
});

it('what is saved while it plays is taken in at the next pause', async () => {
  await session.close('another is opened');
  // No watcher is active on the folder: only the pause makes it check.
  session = await paused([]);
  await session.setSpeed(60);
  await session.post({ type: 'resume' });
  save(code(`ctx.log.info('third');`));
  expect(await session.reloadStrategies()).toBe(false);
  expect(notes(session)).toEqual(['first']);
  await session.post({ type: 'pause' });
  await vi.waitFor(() => expect(notes(session)).toEqual(['third']));
});

it('what is saved while it plays is taken in by a restart', async () => {
  await session.post({ type: 'resume' });
  save(code(`ctx.log.info('third');`));
  expect(await session.reloadStrategies()).toBe(false);
  await session.restart(true);
  await vi.waitFor(() => expect(notes(session)).toEqual(['third']));
});
