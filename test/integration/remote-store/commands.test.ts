import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silentLogger } from '../../../core/base/logger.ts';
import type { ClientMessage, EngineMessage } from '../../../electron/contract/message.ts';
import type { Catalog, RequestName, RequestParams } from '../../../electron/contract/requests.ts';
import { memoryPorts } from '../../../electron/host/thread/worker-port.ts';
import { serveEngine } from '../../../electron/host/service/serve-engine.ts';
import { commandLine } from '../../helpers/command-line.ts';
import { writeConfig } from '../../helpers/config-file.ts';
import { minutes, openStoreAt, RIVN, TEST_ORIGIN, unwrap } from '../data-manager/store-fixture.ts';
import { serveArchive } from './remote-fixture.ts';

const line = commandLine();
const data = path.join(line.cwd, 'data');

beforeAll(async () => {
  const bars = minutes({ from: '2025-06-20', to: '2025-07-03' });
  unwrap(await openStoreAt(data).writeBars(RIVN, '1m', bars, TEST_ORIGIN));
  expect(await line.tapedeck('data', 'index', '--json')).toMatchObject({
    code: 0,
    stdout: `${JSON.stringify({ path: path.join(data, 'bars/index.json'), files: 2 })}\n`,
  });
  writeConfig(line.cwd, 'day.json', ['RIVN']);
});
afterAll(() => line[Symbol.dispose]());

describe('commands on a store elsewhere', () => {
  test('that read say the same as on a folder', async () => {
    const { url } = await serveArchive({ folder: data });
    for (const words of [
      ['data', 'symbols', '--json'],
      ['data', 'availability', 'RIVN', '--json'],
      ['data', 'quality', 'RIVN', '--json'],
      [
        'data',
        'get',
        'RIVN',
        '--interval',
        '1m',
        '--from',
        '2025-06-30',
        '--to',
        '2025-07-02',
        '--format',
        'csv',
      ],
      ['validate', 'day.json', '--json'],
    ]) {
      const here = await line.tapedeck(...words);
      expect(here.code).toBe(0);
      expect(await line.tapedeck(...words, '--data', url)).toEqual(here);
    }
    expect((await line.tapedeck('doctor', '--json', '--data', url)).stdout).toContain(`"store":"${url}"`);
  });

  test('a run has the same log to the byte', async () => {
    const { url } = await serveArchive({ folder: data });
    expect((await line.tapedeck('run', 'day.json', '--out', 'here')).code).toBe(0);
    expect((await line.tapedeck('run', 'day.json', '--out', 'there', '--data', url)).code).toBe(0);
    const log = (run: string): string => readFileSync(path.join(line.cwd, run, 'events.jsonl'), 'utf8');
    expect(log('there')).toBe(log('here'));
    expect(log('there').length).toBeGreaterThan(500);
  });

  test('that write are refused with a sentence before they do anything', async () => {
    const server = await serveArchive({ folder: data });
    writeFileSync(path.join(line.cwd, 'x.csv'), 'symbol,t,o,h,l,c,v\nX,2025-07-02T13:30:00Z,1,1,1,1,1\n');
    for (const words of [['import', 'x.csv', '--yes'], ['sample'], ['data', 'index']]) {
      const said = await line.tapedeck(...words, '--data', server.url);
      expect(said).toMatchObject({ code: 1, stdout: '' });
      expect(said.stderr).toContain(
        `${server.url} is read from another machine and cannot be written from here.`,
      );
    }
    expect(server.seen).toEqual([]);
  });

  test('an address that cannot be is wrong usage; one that does not answer fails', async () => {
    for (const address of [
      'http://archive.example/bars',
      's3://',
      'https://user:secret@archive.example',
      'https://a b',
    ]) {
      const said = await line.tapedeck('data', 'symbols', '--data', address);
      expect(said).toMatchObject({ code: 2, stdout: '' });
      expect(said.stderr).not.toContain('secret@');
    }
    const server = await serveArchive({ folder: data });
    server.fault = () => ({ status: 403 });
    const said = await line.tapedeck('run', 'day.json', '--out', 'nothing', '--data', server.url);
    expect(said.code).not.toBe(0);
    expect(said.stderr).toContain('403 (Forbidden)');
  });

  test('the window shows its symbols, and says why nothing can be imported into it', async () => {
    const server = await serveArchive({ folder: data });
    const [engineSide, windowSide] = memoryPorts<EngineMessage, ClientMessage>();
    const user = path.join(line.cwd, 'user');
    const serving = { dataDir: server.url, userDir: user, configDirs: [], logger: silentLogger };
    const service = serveEngine(engineSide, { ...serving, configId: 'none' });
    const ask = <N extends RequestName>(
      id: number,
      name: N,
      params: RequestParams<N>,
    ): Promise<EngineMessage> =>
      new Promise((resolve) => {
        windowSide.onMessage((message) => {
          if (message.kind === 'response' && message.id === id) resolve(message);
        });
        windowSide.post({ kind: 'request', id, name, params });
      });
    const catalog = (await ask(1, 'catalog', {})) as unknown as { value: Catalog };
    expect(catalog.value).toMatchObject({ store_location: server.url, store_failure: null });
    expect(catalog.value.symbols.map(({ symbol }) => symbol)).toEqual(['RIVN']);
    expect(await ask(2, 'import_begin', { name: 'x.csv', size: 1 })).toMatchObject({
      ok: false,
      failure: { code: 'not_writable' },
    });
    await service.close();
  });
});
