import { parentPort, workerData } from 'node:worker_threads';
import { invariant } from '../../../../core/base/invariant.ts';
import { createParquetBarStore } from '../../../../core/data-manager/parquet-bar-store.ts';
import { storeCalendar } from '../store-calendar.ts';
import { createBlockingFiles } from './blocking-files.ts';
import { packBars, type AnswerMessage, type AskMessage, type ReadingData } from './question.ts';

/** A reading thread: opens and decodes files of the bar store, in parallel to the session on another thread. */

invariant(parentPort, 'a store is read in a worker thread');
const port = parentPort;
const { location, exchangeGroup } = workerData as ReadingData;
const calendar = storeCalendar(location, exchangeGroup);
invariant(calendar.ok, () => `a calendar for ${exchangeGroup}`);
const store = createParquetBarStore({ files: createBlockingFiles(), calendar: calendar.value, location });

function reply(message: AnswerMessage, moved: ArrayBuffer[] = []): void {
  port.postMessage(message, moved);
}

async function answer({ id, question }: AskMessage): Promise<void> {
  if (question.kind === 'availability') {
    reply({ id, answer: await store.availability(question.symbol) });
    return;
  }
  const { symbol, interval, from, to } = question;
  const read = await store.getBars(symbol, interval, { from, to });
  if (!read.ok) {
    reply({ id, answer: read });
    return;
  }
  const packed = packBars(read.value);
  reply({ id, answer: { ok: true, value: packed } }, [packed.columns]);
}

// An exception here is a bug of ours: it ends the thread, and waiting callers get a failure.
port.on('message', (message: AskMessage) => void answer(message));
