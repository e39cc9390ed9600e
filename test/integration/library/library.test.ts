import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import {
  createEngine,
  defineStrategy,
  generateSample,
  nodePorts,
  orThrow,
  playIntoFolder,
  sessionConfig,
  silentRecorder,
  strategyKind,
  TapedeckError,
} from '../../../electron/library/index.ts';
import { findUnfinished } from '../../../electron/host/runs/stored-run.ts';
import { commandLine } from '../../helpers/command-line.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-library-'));
const ports = nodePorts({ data: path.join(folder, 'bars'), strategies: [path.join(folder, 'mine')] });
const asText = readFileSync(
  path.join(import.meta.dirname, '../../../session_configs/sample-late-add.json'),
  'utf8',
);

const buyer = strategyKind(
  defineStrategy({
    name: 'buyer',
    params: z.object({ shares: z.int().min(1).default(10) }),
    onInstant(_instant, ctx) {
      if (ctx.orders.position('RIVN') === undefined) ctx.orders.buy('RIVN', ctx.params.shares);
    },
  }),
);

beforeAll(async () => {
  orThrow(await generateSample(ports.store, ports.calendar));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the engine as a library', () => {
  const config = orThrow(sessionConfig(asText));
  const fast = orThrow(
    sessionConfig({
      ...config,
      backtest_config: { ...JSON.parse(asText).backtest_config, speed_multiplier: 0 },
    }),
  );

  it('names every path of a config that is wrong, as text and as an object', () => {
    const wrong = { ...JSON.parse(asText), mode: 'backtest', streems: [] };
    const [text, object] = [sessionConfig(JSON.stringify(wrong)), sessionConfig(wrong)];
    expect(object).toEqual(text);
    expect(object).toMatchObject({ ok: false, failure: { code: 'bad_config' } });
    expect(() => orThrow(object)).toThrow(TapedeckError);
    expect(() => orThrow(object)).toThrow(/streems/);
  });

  it('plays into the folder that the command line plays into, and its replay is the same', async () => {
    const strategies = [orThrow(buyer.create({ shares: 7 }, 'mine'))];
    const played = orThrow(
      await playIntoFolder(ports, fast, { folder: path.join(folder, 'run'), strategies }),
    );
    expect(played.outcome).toEqual({ kind: 'completed' });
    expect(played.summary).toMatchObject({ outcome: 'completed' });
    expect(readFileSync(path.join(played.folder, 'fills.csv'), 'utf8')).toMatch(/RIVN,strategy,mine,buy,7,/);
    expect(readFileSync(path.join(played.folder, 'report.html'), 'utf8')).toContain('<html');
  });

  it('finds the strategy files that a config names; their code goes into the folder and replays', async () => {
    const line = commandLine();
    const made = await line.tapedeck('new', 'strategy', 'mine', '--dir', path.join(folder, 'mine'));
    expect(made.code, made.stderr).toBe(0);
    const named = orThrow(sessionConfig({ ...fast, strategies: [{ name: 'mine.ts' }] }));
    const played = orThrow(await playIntoFolder(ports, named, { folder: path.join(folder, 'filed') }));
    writeFileSync(path.join(folder, 'mine/mine.ts'), 'gone');
    // The command line of this machine has not run that file.
    const replay = ['replay', played.folder, '--data', path.join(folder, 'bars')];
    expect((await line.tapedeck(...replay)).code).toBe(2);
    const again = await line.tapedeck(...replay, '--trust');
    expect(again.code, again.stderr + again.stdout).toBe(0);
    line[Symbol.dispose]();
  });

  it('notes how far a run came: one that is killed is offered for resuming, and resumes', async () => {
    const { backtest_config: days } = JSON.parse(asText) as { backtest_config: object };
    const slow = orThrow(sessionConfig({ ...config, backtest_config: { ...days, speed_multiplier: 3_000 } }));
    const runs = path.join(folder, 'user', 'runs');
    const playing = path.join(folder, 'playing');
    const position = path.join(playing, 'position.json');
    let stop = (): void => {};
    const played = playIntoFolder(ports, slow, {
      folder: playing,
      prepare: (run) => {
        stop = () => void run.post({ type: 'stop', reason: 'enough' });
      },
    });
    await vi.waitUntil(() => existsSync(position), { timeout: 20_000 });
    // A kill leaves all files of the folder; the lock of a dead process does not count.
    cpSync(playing, path.join(runs, 'killed'), { recursive: true });
    rmSync(path.join(runs, 'killed', 'run.lock'));
    const kept = path.join(runs, 'killed', 'session.json');
    writeFileSync(kept, readFileSync(kept, 'utf8').replace('3000', '0'));
    stop();
    expect(orThrow(await played).outcome).toEqual({ kind: 'stopped', reason: 'enough' });
    expect(existsSync(position)).toBe(false);

    const found = findUnfinished(runs);
    expect(found?.id).toBe('killed');
    expect(found?.run.position?.step).toBeGreaterThan(0);
    using line = commandLine();
    const resumed = await line.tapedeck(
      'resume',
      path.join(runs, 'killed'),
      '--data',
      path.join(folder, 'bars'),
    );
    expect(resumed.code, resumed.stderr).toBe(0);
  });

  it('says what is missing', async () => {
    const empty = nodePorts({ data: path.join(folder, 'nothing') });
    const run = orThrow(createEngine(empty).open(fast, { recorder: silentRecorder }));
    expect(await run.run()).toMatchObject({
      kind: 'failed',
      failure: { message: expect.stringContaining('RIVN') as string },
    });
    const missing = orThrow(sessionConfig({ ...fast, strategies: [{ name: 'nowhere.ts' }] }));
    expect(await playIntoFolder(ports, missing, { folder: path.join(folder, 'none') })).toMatchObject({
      ok: false,
      failure: { message: expect.stringContaining('nowhere.ts') as string },
    });
  });
});
