import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineWorkerData } from '../../../../../electron/host/service/worker-data.ts';
import { startEngineWorker } from '../../../../../electron/host/supervisor/engine-worker.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-worker-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Why a thread ended that does this. */
function deathOf(name: string, code: string): Promise<string> {
  const entry = path.join(folder, `${name}.cjs`);
  writeFileSync(entry, code);
  const engine = startEngineWorker(entry, {} as EngineWorkerData, undefined, { maxOldGenerationSizeMb: 16 });
  return new Promise((resolve) => engine.onDeath(({ reason }) => resolve(reason)));
}

describe('the thread of an engine', () => {
  it('that runs out of memory ends alone, and says so in words', async () => {
    const reason = await deathOf('hungry', 'const kept = []; for (;;) kept.push(new Array(1000).fill(0.5));');
    expect(reason).toBe(
      'It ran out of memory. A session with fewer symbols, days of history or indicators needs less.',
    );
  });

  it('that is stuck in one call is ended, and its running strategy can be read before', async () => {
    const entry = path.join(folder, 'stuck.cjs');
    writeFileSync(
      entry,
      `const { workerData, parentPort } = require('node:worker_threads');
       new Uint8Array(workerData.pulse, 8).set(Buffer.from('giant.ts'));
       Atomics.store(new Int32Array(workerData.pulse), 1, 8);
       parentPort.postMessage('stuck');
       Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);`,
    );
    const engine = startEngineWorker(entry, {} as EngineWorkerData);
    await new Promise((resolve) => engine.port.onMessage(resolve));
    const reasons: string[] = [];
    engine.onDeath(({ reason, strategy }) => reasons.push(`${strategy}: ${reason}`));
    engine.kill('It did not answer.');
    await engine.stop();
    expect(reasons).toEqual(['giant.ts: It did not answer.']);
  });

  it('that throws, or ends on its own, is reported once with all known facts', async () => {
    expect(await deathOf('broken', `throw new Error('a bug of ours');`)).toBe('a bug of ours');
    expect(await deathOf('left', 'process.exit(7);')).toBe("The engine's thread ended with code 7.");
  });
});
