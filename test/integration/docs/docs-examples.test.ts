import { cpSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asTicker } from '../../../core/base/epoch-ms.ts';
import { silentLogger } from '../../../core/base/logger.ts';
import { createEngine } from '../../../core/index.ts';
import { parseSessionConfig } from '../../../core/model/parse-session-config.ts';
import { sessionConfigSchema } from '../../../core/model/session-config.ts';
import { bars, calendar } from '../../helpers/bar-builder.ts';
import { commandLine } from '../../helpers/command-line.ts';
import { commandsOf } from '../../helpers/documented-commands.ts';
import { fencedBlocks } from '../../helpers/fenced-blocks.ts';
import { memoryStore } from '../../helpers/memory-store.ts';
import { testWall } from '../../helpers/session-harness.ts';
import { readerOf, steerFromCode } from './symbols-from-code.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const PAGES = ['symbol-management.md', 'session-architecture.md', 'session-config.md', 'library.md'] as const;
const page = (name: string): string => readFileSync(path.join(ROOT, 'docs', name), 'utf8');

/** A marked part of the source of the examples, its indentation taken off. */
function example(name: string): string {
  const source = readFileSync(path.join(import.meta.dirname, 'symbols-from-code.ts'), 'utf8');
  const body = new RegExp(`^ *// example: ${name}\\n([\\s\\S]*?)^ *// end$`, 'm').exec(source)?.[1] ?? '';
  return body.replaceAll(/^ {2}/gm, '');
}

describe('what the documentation shows', () => {
  const line = commandLine();
  const commands = PAGES.flatMap((name) => commandsOf(page(name)).map(({ words }) => words));
  const steering = commands.filter(([, verb]) => verb === 'session');

  beforeAll(async () => {
    cpSync(path.join(ROOT, 'session_configs'), path.join(line.cwd, 'session_configs'), { recursive: true });
    expect((await line.tapedeck('sample')).code).toBe(0);
  });
  afterAll(() => line[Symbol.dispose]());

  it('are commands of this program, several of them', () => {
    expect(commands.length).toBeGreaterThan(5);
    expect(steering.length).toBeGreaterThan(1);
    for (const [program] of commands) expect(program).toBe('tapedeck');
  });

  it.each(
    commands.filter(([, verb]) => verb !== 'session').map((words) => [words.join(' '), words] as const),
  )('%s', async (_text, [, ...args]) => {
    const said = await line.tapedeck(...args);
    expect(said.code, said.stderr).toBe(0);
  });

  it('leaves the run that the page speaks of: upgraded, removed, exported', () => {
    const read = (name: string): string => readFileSync(path.join(line.cwd, 'my-run', name), 'utf8');
    const { symbols } = JSON.parse(read('summary.json')) as { symbols: Record<string, { metadata: object }> };
    expect(symbols['AAPL']?.metadata).toMatchObject({ upgraded_from_adhoc: true, added_by: 'user' });
    expect(read('events.jsonl')).toContain('"type":"symbol_removed","symbol":"RIVN"');
    expect(readdirSync(path.join(line.cwd, 'my-run/exports'))).toEqual(['20251126-120000.json']);
  });

  it('steers a running session', async () => {
    const run = line.tapedeck('run', 'session_configs/sample-late-add.json', '--out', 'steered');
    for (let tries = 0; tries < 200; tries++) {
      if ((await line.tapedeck('session', 'show')).code === 0) break;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    for (const [, ...args] of steering) {
      const said = await line.tapedeck(...args);
      expect(said.code, said.stderr).toBe(0);
    }
    await line.tapedeck('session', 'stop');
    expect((await run).code).toBe(0);
    expect(readFileSync(path.join(line.cwd, 'steered/journal.jsonl'), 'utf8')).toContain('"symbol":"AAPL"');
  });

  it('is a config that runs, and an error that such a config gets', () => {
    const [config] = fencedBlocks(page('session-config.md'), 'json');
    expect(parseSessionConfig(config ?? '')).toMatchObject({ ok: true });
    const [message] = fencedBlocks(page('session-config.md'), '');
    const wrong = (config ?? '').replace(
      '"streams"',
      '"streaming": { "catchup_check_interval": 0 }, "streams"',
    );
    expect(parseSessionConfig(wrong)).toMatchObject({ failure: { message: message?.trim() } });
  });

  it('are the owners that the program has', () => {
    const owners = [...page('session-architecture.md').matchAll(/^\| `([A-Z]\w+)`(?:, journal)? \|/gm)].map(
      ([, name]) => name,
    );
    expect(owners.length).toBeGreaterThan(3);
    const sources = readdirSync(path.join(ROOT, 'core'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(path.join(ROOT, 'core', file), 'utf8'))
      .join('\n');
    for (const owner of owners) expect(sources).toContain(`export class ${owner} `);
  });
});

describe('the code of symbol-management.md', () => {
  it('is that of the example, to the letter', () => {
    expect(fencedBlocks(page('symbol-management.md'), 'ts')).toEqual([example('steer'), example('read')]);
  });

  it('does what it says', async () => {
    const store = memoryStore(
      ...['RIVN', 'AAPL', 'MSFT'].map((symbol) => bars(symbol).from('2025-07-02 09:30').minutes(390).build()),
      ...['RIVN', 'AAPL', 'MSFT'].map((symbol) => bars(symbol).from('2025-06-02 09:30').days(22).build()),
    );
    const config = sessionConfigSchema.parse({
      session_name: 'from code',
      mode: 'backtest',
      backtest_config: { start_date: '2025-07-02', end_date: '2025-07-02' },
      session_data_config: {
        symbols: ['RIVN'],
        streams: ['1m', '5m'],
        indicators: {
          session: [{ name: 'macd', fast: 12, slow: 26, signal: 9, interval: '5m' }],
          historical: [{ name: 'high_low', period: 20, interval: '1d' }],
        },
      },
    });
    const engine = createEngine({ store, calendar, wall: testWall(), logger: silentLogger });
    const recorder = { event() {}, journal() {}, export() {} };
    const steered = await steerFromCode(engine, config, { recorder });
    expect(steered.removed.ok).toBe(true);
    expect((await steered.ended).kind).toBe('completed');
    expect(steered.run.view.metadata(asTicker('MSFT'))).toMatchObject({ upgraded_from_adhoc: true });

    const seen: (readonly unknown[])[] = [];
    const opened = engine.open(config, { recorder, strategies: [readerOf((values) => seen.push(values))] });
    if (!opened.ok) throw new Error(opened.failure.message);
    expect((await opened.value.run()).kind).toBe('completed');
    const [closed, active, pending, last, macd, high, gaps] = seen.at(-1) ?? [];
    expect({ closed, active, pending, gaps }).toEqual({
      closed: 4,
      active: ['RIVN', 'AAPL'],
      pending: [],
      gaps: [],
    });
    expect(last).toHaveLength(20);
    expect([typeof macd, typeof high]).toEqual(['number', 'number']);
  });
});
