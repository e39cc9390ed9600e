import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLogger } from '../../../core/base/logger.ts';
import { parseSessionConfig } from '../../../core/model/parse-session-config.ts';
import { printEvent } from '../../../core/session-coordinator/session/event-log.ts';
import { openSources } from '../../../electron/cli/open-sources.ts';
import { commandLine } from '../../helpers/command-line.ts';
import { writeConfig } from '../../helpers/config-file.ts';
import { openWindow as openScreenless } from '../../helpers/screenless-window.ts';

const line = commandLine();
const user = path.join(line.cwd, 'user');
const data = path.join(line.cwd, 'data');
const configs = path.join(line.cwd, 'configs');
const events = (run: string): string => readFileSync(path.join(run, 'events.jsonl'), 'utf8');

const openWindow = (configId: string) =>
  openScreenless({ dataDir: data, userDir: user, configDirs: [configs], configId });

/** The run folder that the window's service wrote last. */
function newestRun(): string {
  const runs = path.join(user, 'runs');
  return path.join(runs, readdirSync(runs).sort().at(-1) ?? '');
}

describe('one day has the same log from every host', () => {
  beforeAll(async () => {
    expect((await line.tapedeck('sample')).code).toBe(0);
    mkdirSync(configs);
    const session = { symbols: ['RIVN', 'PCTY'], streams: ['1m', '5m'] };
    const day = { start_date: '2025-11-03', end_date: '2025-11-03' };
    writeConfig(configs, 'day.json', ['RIVN'], { backtest_config: day, session_data_config: session });
  });
  afterAll(() => line[Symbol.dispose]());

  it('from code, from the command line and from the window: the same event log', async () => {
    expect((await line.tapedeck('run', 'configs/day.json', '--out', 'typed')).code).toBe(0);
    const typed = events(path.join(line.cwd, 'typed'));

    const config = parseSessionConfig(readFileSync(path.join(configs, 'day.json'), 'utf8'));
    const io = { env: {}, cwd: line.cwd, signal: new AbortController().signal };
    const sources = openSources(data, io, 'US_EQUITY', silentLogger);
    if (!config.ok || !sources.ok) throw new Error('config and store are there');
    const recorder = { event() {}, journal() {}, export() {} };
    const strategies = sources.value.engine.strategies(config.value);
    if (!strategies.ok) throw new Error(strategies.failure.message);
    const opened = sources.value.engine.open(config.value, { recorder, strategies: strategies.value });
    if (!opened.ok) throw new Error(opened.failure.message);
    await opened.value.run();
    expect(`${opened.value.log.events.map(printEvent).join('\n')}\n`).toBe(typed);

    const window = openWindow('day');
    await window.until(({ state }) => state === 'completed');
    await window.service.close();
    expect(events(newestRun())).toBe(typed);
  });

  it('what a trader clicked replays headless, byte for byte', async () => {
    const window = openWindow('day');
    await window.until(({ state }) => state === 'completed');
    await window.ask('open_session', { config_id: 'day', play: false });
    await window.until(({ state }) => state === 'paused');
    await window.ask('step', { count: 30 });
    await window.until(
      ({ state, clockMs }) => state === 'paused' && clockMs === Date.parse('2025-11-03T15:00:00Z'),
    );
    await window.ask('set_catchup_pace', { bars_per_second: 200 });
    const adding = window.ask('add_symbol', { symbol: 'AAPL' });
    await window.ask('play', {});
    expect(await adding).toMatchObject({ ok: true });
    await window.until(({ catchingUp }) => (catchingUp[0]?.doneBars ?? 0) > 3);
    await window.ask('pause', {});
    await window.ask('remove_symbol', { symbol: 'AAPL' });
    await window.ask('add_symbol', { symbol: 'AAPL' });
    expect(await window.ask('add_symbol', { symbol: 'NOSUCH' })).toMatchObject({ ok: false });
    await window.ask('step', { count: 5 });
    await window.until(({ playing }) => !playing);
    await window.ask('play', {});
    await window.until(({ state }) => state === 'completed');
    await window.service.close();
    const clicked = newestRun();
    expect(await line.tapedeck('replay', clicked)).toMatchObject({ code: 0, stderr: '' });
    // The step that began at the open would stop the other future at 10:00.
    const future = ['--until', '09:45', '--at', '09:50 add AAPL', '--out', 'fork'];
    expect(await line.tapedeck('replay', clicked, ...future)).toMatchObject({ code: 0 });
    const forked = JSON.parse(readFileSync(path.join(line.cwd, 'fork', 'summary.json'), 'utf8'));
    expect(forked).toMatchObject({
      symbols: { AAPL: { metadata: { added_at: '2025-11-03T14:50:00.000Z' } } },
    });
  });

  it('ten steps back in quick succession are ten, and lose nothing of the past', async () => {
    const window = openWindow('day');
    await window.until(({ state }) => state === 'completed');
    await window.ask('open_session', { config_id: 'day', play: false });
    await window.until(({ state }) => state === 'paused');
    const standsAt = (time: string): Promise<unknown> =>
      window.until(
        ({ state, clockMs }) => state === 'paused' && clockMs === Date.parse(`2025-11-03T${time}:00Z`),
      );
    await window.ask('step', { count: 30 });
    await standsAt('15:00');
    await window.ask('add_symbol', { symbol: 'AAPL' });
    await window.ask('step', { count: 30 });
    await standsAt('15:30');
    const asked = Array.from({ length: 10 }, () => window.ask('step_back', { count: 1 }));
    for (const answer of await Promise.all(asked)) expect(answer).toMatchObject({ ok: true });
    await standsAt('15:20');
    await window.ask('step', { count: 1 });
    await standsAt('15:21');
    await window.service.close();
    expect(events(newestRun())).toContain('"symbol":"AAPL"');
  });

  it('a window steps back: the past is rebuilt, the symbol added in it is there', async () => {
    const window = openWindow('day');
    await window.until(({ state }) => state === 'completed');
    await window.ask('open_session', { config_id: 'day', play: false });
    await window.until(({ state }) => state === 'paused');
    await window.ask('step', { count: 20 });
    await window.until(({ clockMs }) => clockMs === Date.parse('2025-11-03T14:50:00Z'));
    await window.ask('add_symbol', { symbol: 'AAPL' });
    await window.ask('step', { count: 15 });
    await window.until(({ clockMs }) => clockMs === Date.parse('2025-11-03T15:05:00Z'));
    await window.ask('step_back', { count: 10 });
    await window.until(
      ({ clockMs, state }) => clockMs === Date.parse('2025-11-03T14:55:00Z') && state === 'paused',
    );
    const listed = await line.tapedeck('session', 'list-symbols', '--json');
    expect(JSON.parse(listed.stdout)).toMatchObject([
      { symbol: 'RIVN', bars: { '1m': 25 } },
      { symbol: 'PCTY' },
      { symbol: 'AAPL', bars: { '1m': 25 }, metadata: { added_at: '2025-11-03T14:50:00.000Z' } },
    ]);
    await window.service.close();
  });
});
