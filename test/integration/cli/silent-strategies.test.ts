import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandLine } from '../../helpers/command-line.ts';

const line = commandLine();
const config = {
  session_name: 'Silent strategies',
  mode: 'backtest',
  backtest_config: { start_date: '2025-11-25', end_date: '2025-11-25' },
  session_data_config: { symbols: ['RIVN'], streams: ['1m'] },
};

function csv(): string {
  const lines = ['timestamp,open,high,low,close,volume'];
  for (let minute = 0; minute < 390; minute++) {
    const time = new Date(Date.parse('2025-11-25T14:30:00Z') + minute * 60_000).toISOString();
    lines.push(`${time},20,20.2,19.8,20.1,1000`);
  }
  return `${lines.join('\n')}\n`;
}

const strategy = (members: string): string =>
  `import { defineStrategy } from 'tapedeck/strategy';\nexport default defineStrategy({ name: 'mine', ${members} } as any);\n`;

/** Runs a strategy of these members; returns the exit code and what is printed. */
async function run(members: string): Promise<{ code: number; stderr: string }> {
  writeFileSync(path.join(line.cwd, 'mine.ts'), strategy(members));
  return line.tapedeck('run', 'config.json', '--strategy', 'mine.ts', '--out', 'out', '--force');
}

describe('a strategy that would be silent for a whole run', { timeout: 60_000 }, () => {
  beforeAll(async () => {
    writeFileSync(path.join(line.cwd, 'bars.csv'), csv());
    writeFileSync(path.join(line.cwd, 'config.json'), JSON.stringify(config));
    const stamps = ['--symbol', 'RIVN', '--interval', '1m', '--stamp', 'open', '--yes'];
    expect((await line.tapedeck('import', 'bars.csv', ...stamps)).code).toBe(0);
  });
  afterAll(() => line[Symbol.dispose]());

  it.each([
    ['onInstance() {}', 'nothing calls its "onInstance"; did you mean onInstant?'],
    ['oninstant() {}', 'did you mean onInstant?'],
    ['onInstant() {}, onFilled() {}', 'did you mean onFill?'],
    ['onInstant() {}, onBar() {}', 'did you mean onInstant?'],
    ['onInstant() {}, onWhatever() {}', 'nothing calls its "onWhatever"'],
    ['next() {}', 'did you mean onInstant?'],
    ['onInstant() {}, need: () => ({})', 'did you mean needs?'],
    ['needs: () => ({})', 'it has none of onStart, onInstant, onFill, onEnd'],
    ["needs: () => ({ interval: ['5m'] }), onInstant() {}", 'Unrecognized key: "interval"'],
    ["needs: () => ({ intervals: ['7m'] }), onInstant() {}", 'needs intervals.0'],
    ["needs: () => ({ indicators: [{ name: 'smaa', interval: '1m' }] }), onInstant() {}", 'smaa'],
    [
      "needs: () => ({ indicators: [{ name: 'sma', perod: 5, interval: '1m' }] }), onInstant() {}",
      'did you mean period?',
    ],
    [
      "onInstant(_, ctx) { ctx.view.indicator('RIVN', 'sma(20)@5m'); }",
      'which the session does not compute (it has none)',
    ],
    ["onInstant(_, ctx) { ctx.view.indicator('RIVN', 'smaa(20)@5m'); }", 'smaa'],
    ["onInstant(_, ctx) { ctx.view.indicator('RIVN', 'sma(20)'); }", 'is not the key of an indicator'],
    ["onInstant(_, ctx) { ctx.view.historicalIndicator('RIVN', 'avg_volum(20)@1d'); }", 'avg_volume'],
    [
      "onInstant(_, ctx) { ctx.view.historicalIndicator('RIVN', 'avg_volume@1d'); }",
      'is not the key of a historical',
    ],
    [
      "needs: () => ({ bars_of_session: [{ interval: '1h', count: 8 }] }), onInstant() {}",
      'It can never trade so',
    ],
  ])('is refused at load: %s', async (members, sentence) => {
    const said = await run(members);
    expect(said.stderr).toContain(sentence);
    expect(said.code).not.toBe(0);
  });

  it.each([
    'onInstant() {}',
    'onInstant() { this.helper(); }, helper() {}, start() {}, levels: [1, 2]',
    "needs: () => ({ indicators: [{ name: 'sma', period: 20, interval: '5m' }] }), onInstant(_, ctx) { ctx.view.indicator('RIVN', 'sma(20)@5m'); }",
    "onInstant(_, ctx) { /* ctx.view.indicator('RIVN', 'sma(7)@5m') */ }",
    "onStart(ctx) { ctx.symbols.adhoc('RIVN', { indicator: { name: 'sma', period: 20, interval: '5m' } }); }, onInstant(_, ctx) { ctx.view.indicator('RIVN', 'sma(20)@5m'); }",
    "needs: () => ({ bars_of_session: [{ interval: '1h', count: 6 }] }), onInstant() {}",
    "onInstant(_, ctx) { ctx.view.historicalIndicator('RIVN', 'avg_volume(20)@1d'); ctx.view.historicalIndicator('RIVN', 'avg_volume(5 days)@1m'); }",
  ])('is not what this one is: %s', async (members) => {
    const said = await run(members);
    expect([said.code, said.stderr]).toEqual([0, expect.not.stringContaining('mine')]);
  });

  it('stops when it reads a key that it puts together and no indicator has', async () => {
    const said = await run("onInstant(_, ctx) { ctx.view.indicator('RIVN', 'smaa' + '(20)@5m'); }");
    expect(said.code).toBe(1);
    expect(said.stderr).toContain('smaa');
  });

  it.each([
    'sma-cross,interval=1d',
    'sma-cross,interval=1h',
    'vwap-reversion,interval=1w',
    'opening-range-breakout,interval=4h',
  ])('is refused as built in: %s', async (given) => {
    const said = await line.tapedeck('run', 'config.json', '--strategy', given, '--out', 'out', '--force');
    expect(said.stderr).toMatch(/can never trade so/i);
    expect(said.code).toBe(2);
  });

  it('is none of the built-in ones with their defaults', async () => {
    for (const name of [
      'sma-cross',
      'vwap-reversion',
      'opening-range-breakout',
      'vwap-cross',
      'scanner-momentum',
    ]) {
      const said = await line.tapedeck('run', 'config.json', '--strategy', name, '--out', 'out', '--force');
      expect([name, said.code]).toEqual([name, 0]);
    }
  });
});
