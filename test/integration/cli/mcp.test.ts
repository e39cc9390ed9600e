import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from '../../../scripts/build.mjs';

/** The server for agents, judged by the protocol's official client. */

const cli = fileURLToPath(new URL('../../../dist/cli/cli.cjs', import.meta.url));
let home = '';
let env: Record<string, string> = {};

beforeAll(async () => {
  await build({ names: ['cli', 'reading'], ifStale: true, quiet: true });
  home = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-mcp-'));
  env = {
    PATH: process.env['PATH'] ?? '',
    TAPEDECK_USER_DIR: path.join(home, 'user'),
    TAPEDECK_DATA: path.join(home, 'data'),
  };
  execFileSync(process.execPath, [cli, 'sample'], { env, stdio: 'pipe' });
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

interface Answer {
  readonly text: string;
  readonly isError: boolean;
  readonly images: number;
}

/** A client that counts its calls. */
async function connected(...words: string[]) {
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(
    new StdioClientTransport({ command: process.execPath, args: [cli, 'mcp', ...words], env }),
  );
  let calls = 0;
  return {
    get calls() {
      return calls;
    },
    names: async () => (await client.listTools()).tools.map(({ name }) => name).sort(),
    async call(name: string, given: Record<string, unknown> = {}): Promise<Answer> {
      calls++;
      const answer = await client.callTool({ name, arguments: given }, { timeout: 120_000 });
      const content = answer.content as { type: string; text?: string }[];
      return {
        text: content.map(({ text = '' }) => text).join('\n'),
        isError: answer.isError === true,
        images: content.filter(({ type }) => type === 'image').length,
      };
    },
    [Symbol.asyncDispose]: () => client.close(),
  };
}

const STRATEGY = `
import { defineStrategy } from 'tapedeck/strategy';
import { z } from 'zod';
export default defineStrategy({
  name: 'minutes',
  params: z.object({ every: z.number().int().min(1).default(30) }),
  onStart: () => ({ seen: 0 }),
  onInstant({ closed }, ctx) {
    for (const { symbol, interval } of closed) {
      if (interval !== '1m') continue;
      const held = ctx.orders.position(symbol)?.quantity ?? 0;
      const bar = ctx.view.latestBar(symbol, '1m');
      if (bar === undefined || Math.round(bar.openMs / 60_000) % ctx.params.every !== 0) continue;
      if (held === 0) ctx.orders.buy(symbol, 5);
      else ctx.orders.sell(symbol, held);
    }
  },
});
`;

describe('the server for agents', () => {
  it('offers only what reads without --allow-run', async () => {
    await using agent = await connected();
    expect(await agent.names()).toEqual(
      ['chart', 'configs', 'replay', 'report', 'runs', 'strategies', 'symbols', 'trust', 'validate'].sort(),
    );
    await expect(agent.call('run', { config: 'sample-week', name: 'x' })).rejects.toThrow();
  });

  it('leads from the sample to a verdict in at most 15 calls', async () => {
    await using agent = await connected('--allow-run', '--trials', '50');
    expect((await agent.call('symbols')).text).toContain('RIVN');
    expect((await agent.call('configs')).text).toContain('sample-week');
    expect((await agent.call('validate', { config: 'sample-week' })).isError).toBe(false);
    expect((await agent.call('write_strategy', { name: 'minutes', text: STRATEGY })).text).toContain(
      'agent-minutes.ts',
    );
    const strategy = 'agent-minutes.ts';
    const checked = await agent.call('check', { config: 'sample-week', strategy });
    expect(checked.text).toContain('lookAhead');
    const ran = await agent.call('run', {
      config: 'sample-week',
      strategy,
      at: ['10:00 add AAPL'],
      name: 'first',
    });
    expect(ran.isError, ran.text).toBe(false);
    const { hash } = JSON.parse(ran.text) as { hash: string };
    expect((await agent.call('report', { run: 'first' })).text).toContain(hash);
    expect((await agent.call('chart', { run: 'first' })).images).toBe(1);
    const swept = await agent.call('sweep', {
      config: 'sample-week',
      strategy,
      params: { every: '20..60:10' },
      objective: 'profit',
      name: 'swept',
    });
    expect(JSON.parse(swept.text)).toMatchObject({ trials: 5, failed: 0 });
    const trusted = await agent.call('trust', { run: 'swept' });
    expect(JSON.parse(trusted.text)).toMatchObject({ trials: 5, verdict: expect.any(String) });
    expect(agent.calls).toBeLessThanOrEqual(15);
    expect((await agent.call('replay', { run: 'first' })).text).toContain('"identical":true');
    const file = readFileSync(path.join(home, 'user', 'agents', strategy), 'utf8');
    expect(file).toMatch(/^\/\/ Written by an agent\.\n/);
  });

  it('bounds trials, pages long answers, and writes nowhere but into its folder', async () => {
    await using agent = await connected('--allow-run', '--trials', '3');
    const many = await agent.call('sweep', {
      config: 'sample-week',
      strategy: 'sma-cross',
      params: { fast: '2..12' },
      name: 'many',
    });
    expect(many.text).toContain('--trials allows 3');
    const trades = await agent.call('report', { run: 'first', part: 'equity' });
    expect(trades.text).toMatch(/\[page 1 of \d+\]$/);
    for (const name of ['../../etc', '/etc', '..', 'a/b', '-rf']) {
      expect((await agent.call('report', { run: name })).isError, name).toBe(true);
      expect((await agent.call('run', { config: 'sample-week', name })).isError, name).toBe(true);
      expect((await agent.call('write_strategy', { name, text: '' })).isError, name).toBe(true);
      expect((await agent.call('validate', { config: name })).isError, name).toBe(true);
    }
    const taken = await agent.call('run', { config: 'sample-week', name: 'first' });
    expect(taken.text).toContain('exists already');
    const left = ['agents', 'runs', 'session_configs', 'strategies'];
    const outside = readdirSync(path.join(home, 'user')).filter((name) => !left.includes(name));
    expect(outside.filter((name) => /strategy|config|bars/.test(name))).toEqual([]);
    expect(existsSync(path.join(home, 'user', 'runs', 'first'))).toBe(false);
  });

  it('answers with a sentence when an agent’s strategy ends the process', async () => {
    await using agent = await connected('--allow-run');
    const text = STRATEGY.replace('for (const', "'x'.repeat(5e8).split(''); for (const");
    await agent.call('write_strategy', { name: 'hungry', text });
    const answer = await agent.call('run', {
      config: 'sample-week',
      strategy: 'agent-hungry.ts',
      name: 'hungry',
    });
    expect(answer.text.length).toBeGreaterThan(0);
    expect((await agent.call('configs')).text).toContain('sample-week');
  });
});
