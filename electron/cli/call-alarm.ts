import { Worker } from 'node:worker_threads';
import type { Pulse } from '../host/thread/pulse.ts';

const PATIENCE_S = 10;
/** A call that takes longer never returns: a strategy's own turns end it after a second or two. */
const LIMIT_S = 30;

/**
 * A separate thread, because the playing thread hears nothing during a long call, not even Ctrl-C. It reads the memory
 * of a `Pulse`: beats, the length of a name, the name.
 */
const ALARM = `
  const { writeSync } = require('node:fs');
  const { workerData } = require('node:worker_threads');
  const words = new Int32Array(workerData.memory, 0, 2);
  const name = () => Buffer.from(new Uint8Array(workerData.memory, 8).slice(0, words[1])).toString('utf8');
  let beats = words[0];
  let missed = 0;
  let lookedAt = performance.now();
  setInterval(() => {
    const now = performance.now();
    const wasAway = now - lookedAt > 2000;
    lookedAt = now;
    missed = Atomics.load(words, 0) === beats && !wasAway ? missed + 1 : 0;
    beats = Atomics.load(words, 0);
    if (words[1] === 0) return;
    if (missed === workerData.patience) writeSync(2, workerData.text.replace('NAME', name()));
    if (missed < workerData.limit) return;
    writeSync(2, workerData.ended.replace('NAME', name()));
    process.kill(process.pid, 'SIGKILL');
  }, 1000);
`;

/** Warns on standard error when a call of a strategy takes longer than ten seconds, until disposed. */
export function startCallAlarm(pulse: Pulse, folder: string): Disposable {
  const beating = pulse.start();
  const text =
    `\nwarning: strategy NAME has been running for ${PATIENCE_S} s in one call. Ctrl-C has no effect during the call; ` +
    `after ${LIMIT_S} s the run ends, and \`tapedeck resume ${folder}\` resumes it.\n`;
  const ended = `\nstrategy NAME did not return from one call within ${LIMIT_S} s; the run ends. \`tapedeck resume ${folder}\` resumes it.\n`;
  const worker = new Worker(ALARM, {
    eval: true,
    workerData: { memory: pulse.memory, patience: PATIENCE_S, limit: LIMIT_S, text, ended },
  });
  worker.unref();
  return {
    [Symbol.dispose]() {
      beating[Symbol.dispose]();
      void worker.terminate();
    },
  };
}
