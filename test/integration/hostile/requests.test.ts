import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { silentLogger } from '../../../core/base/logger.ts';
import type { ClientMessage, EngineMessage } from '../../../electron/contract/message.ts';
import { REQUEST_PARAMS, type RequestName } from '../../../electron/contract/requests.ts';
import { memoryPorts } from '../../../electron/host/thread/worker-port.ts';
import { serveEngine } from '../../../electron/host/service/serve-engine.ts';
import { ClientRelay } from '../../../electron/host/supervisor/client-relay.ts';
import { commandLine } from '../../helpers/command-line.ts';
import { writeConfig } from '../../helpers/config-file.ts';
import { fromSchema } from './from-schema.ts';
import { change, changed, hostileValue, isUnpolluted, RUNS, SECRET } from './hostile-values.ts';

const line = commandLine();
const folder = (name: string): string => path.join(line.cwd, name);
const FOLDERS = ['configs', 'data', 'user'];

/** The names in this store, so that requests get past the first check. */
const WORDS = [
  'AAPL',
  'RIVN',
  'KO',
  'day',
  'mine',
  '1',
  '2025-11-03',
  '2025-11',
  'export.csv',
  JSON.stringify({ session_name: 'x', mode: 'backtest' }),
];

interface Asked {
  readonly name: RequestName;
  readonly params: unknown;
}

const asked: fc.Arbitrary<Asked> = fc
  .constantFrom(...(Object.keys(REQUEST_PARAMS) as RequestName[]))
  .chain((name) =>
    fc.record({
      name: fc.constant(name),
      params: fc.oneof(
        { weight: 5, arbitrary: fromSchema(REQUEST_PARAMS[name], WORDS) },
        {
          weight: 3,
          arbitrary: fc
            .tuple(fromSchema(REQUEST_PARAMS[name], WORDS), fc.array(change, { minLength: 1, maxLength: 2 }))
            .map(([params, changes]) => changed(params, changes)),
        },
        { weight: 1, arbitrary: hostileValue },
      ),
    }),
  );

/** An engine behind the relay that every host puts before it, and a page that says what it likes. */
function openEngine() {
  const [engineSide, hostSide] = memoryPorts<EngineMessage, ClientMessage>();
  const [relaySide, page] = memoryPorts<EngineMessage, unknown>();
  const broken: string[] = [];
  const note = (message: string, fields?: Readonly<Record<string, unknown>>): void =>
    void broken.push(`${message} ${JSON.stringify(fields)}`);
  const service = serveEngine(engineSide, {
    dataDir: folder('data'),
    userDir: folder('user'),
    configDirs: [folder('configs')],
    logger: { ...silentLogger, error: note },
    configId: 'day',
  });
  new ClientRelay(hostSide).attach(relaySide);
  const answers = new Map<number, (answer: Extract<EngineMessage, { kind: 'response' }>) => void>();
  const leaks: string[] = [];
  page.onMessage((message) => {
    const text = JSON.stringify(message);
    if (text.includes(SECRET) || text.includes('root:x:0')) leaks.push(text);
    if (message.kind === 'batch') page.post({ kind: 'ack', seq: message.batch.seq });
    else if (message.kind === 'response') answers.get(message.id)?.(message);
  });
  let ids = 0;
  return {
    service,
    broken,
    leaks,
    page,
    ask(name: string, params: unknown): Promise<Extract<EngineMessage, { kind: 'response' }>> {
      const id = ++ids;
      page.post({ kind: 'request', id, name, params });
      return new Promise((resolve) => answers.set(id, resolve));
    },
  };
}

describe('requests of a page that means no good', () => {
  let engine: ReturnType<typeof openEngine>;
  beforeAll(async () => {
    for (const key of ['APCA_API_KEY_ID', 'APCA_API_SECRET_KEY', 'AWS_SECRET_ACCESS_KEY'])
      vi.stubEnv(key, SECRET);
    for (const name of FOLDERS) mkdirSync(folder(name), { recursive: true });
    expect((await line.tapedeck('sample')).code).toBe(0);
    writeConfig(folder('configs'), 'day.json', ['RIVN', 'KO'], {
      backtest_config: { start_date: '2025-11-03', end_date: '2025-11-03' },
    });
    engine = openEngine();
  });
  afterAll(async () => {
    await engine.service.close();
    vi.unstubAllEnvs();
    line[Symbol.dispose]();
  });

  it('are each answered, with a sentence where they are refused; nothing breaks, leaks or is written elsewhere', async () => {
    const outside = readdirSync(line.cwd).sort();
    await fc.assert(
      fc.asyncProperty(asked, async ({ name, params }) => {
        const answer = await engine.ask(name, params);
        if (!answer.ok) expect(answer.failure.message).not.toBe('');
        expect(engine.broken).toEqual([]);
        expect(engine.leaks).toEqual([]);
        expect(isUnpolluted()).toBe(true);
      }),
      { numRuns: RUNS },
    );
    expect(readdirSync(line.cwd).sort()).toEqual(outside);
  });

  it('that are no requests are dropped or refused, and the engine serves the next good one', async () => {
    await fc.assert(
      fc.asyncProperty(hostileValue, async (value) => {
        engine.page.post(value);
        engine.page.post({ kind: value, id: value, name: value, seq: value, params: value });
        expect(isUnpolluted()).toBe(true);
      }),
      { numRuns: RUNS },
    );
    expect(await engine.ask('open_session', { config_id: 'day', play: false })).toMatchObject({ ok: true });
    expect(await engine.ask('step', { count: 1 })).toMatchObject({ ok: true });
    expect(engine.broken).toEqual([]);
  });
});
