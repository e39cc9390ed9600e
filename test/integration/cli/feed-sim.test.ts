import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../../../electron/cli/main.ts';
import { AlpacaTestClient } from '../../helpers/alpaca-client.ts';
import { commandLine } from '../../helpers/command-line.ts';

describe('tapedeck feed-sim', () => {
  it('says where it is in its first line, and serves there until interrupted', async () => {
    using line = commandLine();
    const interrupt = new AbortController();
    let said = (_text: string): void => {};
    const first = new Promise<string>((resolve) => {
      said = resolve;
    });
    const ended = runCommandLine(['feed-sim', '--date', '2025-11-03', '--at', '10:00', '--json'], {
      stdout: (text) => said(text),
      stderr: () => {},
      isTty: false,
      env: { TAPEDECK_DATA: path.join(line.cwd, 'data') },
      cwd: line.cwd,
      signal: interrupt.signal,
    });
    const { stream, rest, key, secret } = JSON.parse(await first) as Record<string, string>;
    using client = await AlpacaTestClient.open(stream ?? '', key ?? '', secret ?? '');
    expect(client.received.at(-1)).toEqual({ T: 'success', msg: 'authenticated' });
    const headers = { 'APCA-API-KEY-ID': key ?? '', 'APCA-API-SECRET-KEY': secret ?? '' };
    const page = await fetch(`${rest}/v2/stocks/bars?symbols=KO&timeframe=1Min&start=2025-11-03T14:30:00Z`, {
      headers,
    });
    expect(((await page.json()) as { bars: { KO: unknown[] } }).bars.KO).toHaveLength(30);
    interrupt.abort();
    expect(await ended).toBe(130);
  });

  it.each([
    [['--date', 'monday'], '--date monday: expected 2025-07-02.'],
    [['--date', '2025-11-27'], 'the exchange is closed (Thanksgiving'],
    [['--date', '2025-11-03', '--at', 'noon'], '--at noon: expected exchange time'],
    [['--speed', '0'], '--speed 0: expected a number above 0.'],
    [['--rate-limit', '1.5'], '--rate-limit 1.5: expected a whole number above 0.'],
    [['--port', '70000'], '--port 70000'],
    [['--fault', 'faults.json'], 'Fault file, faults.0.kind'],
  ])('%j is a wrong call', async (args, message) => {
    using line = commandLine();
    writeFileSync(path.join(line.cwd, 'faults.json'), '{"faults":[{"kind":"fire"}]}');
    const said = await line.tapedeck('feed-sim', ...args);
    expect([said.code, said.stdout]).toEqual([2, '']);
    expect(said.stderr).toContain(message);
  });
});
