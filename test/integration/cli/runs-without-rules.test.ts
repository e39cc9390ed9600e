import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { version } from '../../../package.json';
import { RULES } from '../../../core/model/engine-rules.ts';
import { commandLine } from '../../helpers/command-line.ts';

const FIXTURES = fileURLToPath(new URL('../../fixtures/runs-without-rules', import.meta.url));

/** Run folders from before folders named their rules: what this program does with them, and with those of other rules. */
describe('a run folder', () => {
  const line = commandLine();
  const folderOf = (name: string): string => path.join(line.cwd, name);
  const readPlan = (name: string): Record<string, unknown> =>
    JSON.parse(readFileSync(path.join(folderOf(name), 'plan.json'), 'utf8')) as Record<string, unknown>;
  const changePlan = (name: string, change: Record<string, unknown>): void =>
    writeFileSync(path.join(folderOf(name), 'plan.json'), JSON.stringify({ ...readPlan(name), ...change }));
  const changeEvents = (name: string, change: (text: string) => string): void => {
    const file = path.join(folderOf(name), 'events.jsonl');
    writeFileSync(file, change(readFileSync(file, 'utf8')));
  };
  const copy = (from: string, to: string): void =>
    cpSync(path.join(FIXTURES, from), folderOf(to), { recursive: true });

  beforeAll(async () => {
    expect((await line.tapedeck('sample')).code).toBe(0);
    copy('ended', 'ended');
    copy('live', 'live');
    copy('cut-short', 'cut-short');
    const config = path.join(folderOf('cut-short'), 'session.json');
    const text = readFileSync(config, 'utf8');
    writeFileSync(config, text.replace('"speed_multiplier": 1200', '"speed_multiplier": 0'));
  });
  afterAll(() => line[Symbol.dispose]());

  it('names the engine version and its rules', async () => {
    const config = path.join(folderOf('ended'), 'session.json');
    expect((await line.tapedeck('run', config, '--out', 'fresh', '--speed', '0')).code).toBe(0);
    expect(readPlan('fresh')).toMatchObject({ format: 1, rules: RULES, engine_version: version });
  });

  it.each(['ended', 'live'])(
    'of before rules (%s) counts as rules 1: the same events, or the sentence first',
    async (name) => {
      const said = await line.tapedeck('replay', name);
      if (RULES === 1) {
        expect(said).toMatchObject({ code: 0, stderr: '' });
        expect(said.stdout).toMatch(/^(identical: |the same )\d+ events/);
      } else {
        expect(said.stderr.split('\n')[0]).toContain(`recorded under rules 1, played under rules ${RULES}`);
        expect([0, 1]).toContain(said.code);
      }
    },
  );

  it('of other rules says so in one sentence first, then shows the first difference', async () => {
    copy('ended', 'other-rules');
    changePlan('other-rules', { rules: RULES + 1 });
    changeEvents('other-rules', (text) => text.replace('"queued_bars":390', '"queued_bars":391'));
    const said = await line.tapedeck('replay', 'other-rules');
    expect(said.code).toBe(1);
    const [first, second] = said.stderr.split('\n');
    expect(first).toContain(`recorded under rules ${RULES + 1}, played under rules ${RULES}`);
    expect(second).toContain('events.jsonl differs at line 3');
    const json = await line.tapedeck('replay', 'other-rules', '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({
      identical: false,
      line: 3,
      rules: { recorded: RULES + 1, played: RULES },
    });
  });

  it('of another version is compared by what happened, not by the words of its reasons', async () => {
    rmSync(folderOf('fresh'), { recursive: true, force: true });
    const config = path.join(folderOf('ended'), 'session.json');
    await line.tapedeck('run', config, '--at', '10:00 add ZZZZ', '--out', 'fresh', '--speed', '0');
    const reword = (text: string): string =>
      text.replace('ZZZZ is not in the bar store', 'No such symbol: ZZZZ');
    changeEvents('fresh', reword);
    expect((await line.tapedeck('replay', 'fresh')).code).toBe(1);
    changePlan('fresh', { engine_version: '0.0.9' });
    const said = await line.tapedeck('replay', 'fresh');
    expect(said).toMatchObject({ code: 0, stderr: '' });
    expect(said.stdout).toContain('the reasons of 1 are worded differently');
    changeEvents('fresh', (text) => text.replace('"code":"unknown_symbol"', '"code":"missing_data"'));
    expect((await line.tapedeck('replay', 'fresh')).code).toBe(1);
  });

  it('that was cut short under other rules cannot be resumed, and the refusal names how to start again', async () => {
    copy('cut-short', 'cut-short-other');
    changePlan('cut-short-other', { rules: RULES + 1 });
    const said = await line.tapedeck('resume', 'cut-short-other');
    expect(said).toMatchObject({ code: 1, stdout: '' });
    expect(said.stderr).toContain(`recorded under rules ${RULES + 1}`);
    const again = /tapedeck run (\S+)/.exec(said.stderr)?.[1] ?? '';
    expect((await line.tapedeck('run', again, '--speed', '0', '--out', 'again')).code).toBe(0);
    expect(readdirSync(line.cwd)).not.toContain('cut-short-other-resumed');
  });

  it('that was cut short before folders named their rules resumes under rules 1', async () => {
    const said = await line.tapedeck('resume', 'cut-short', '--json');
    if (RULES !== 1) {
      expect(said.stderr).toContain('recorded under rules 1');
      return;
    }
    expect(said.code, said.stderr).toBe(0);
    const { symbols } = JSON.parse(said.stdout) as { symbols: object };
    expect(Object.keys(symbols).sort()).toEqual(['AAPL', 'KO', 'RIVN']);
  });
});
