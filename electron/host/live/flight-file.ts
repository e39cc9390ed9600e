import { appendFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import type { Logger } from '../../../core/base/logger.ts';
import type { FlightRecorder } from '../../../core/live-feed/flight-recorder.ts';

/** Most recent frames that a kill may lose, ms; the session loses nothing. */
const EVERY_MS = 2_000;

/**
 * Also writes the frames of a connection's recorder into a run folder, until disposed: `feed-recording.jsonl`, or
 * `feed-recording-2.jsonl` and so on for a resumed day, so that the frames before the interruption stay. A full disk
 * ends it.
 */
export function keepFlight(recorder: FlightRecorder, folder: string, logger: Logger): Disposable {
  const file = freshName(folder);
  let count = 0;
  let open = true;
  const end = (): void => {
    open = false;
    clearInterval(timer);
  };
  const write = (): void => {
    if (!open) return;
    const fresh = recorder.since(count);
    if (fresh.count === count) return;
    try {
      appendFileSync(file, fresh.text);
      count = fresh.count;
    } catch (error) {
      logger.warn('the frames of the feed are no longer recorded', { reason: String(error) });
      end();
    }
  };
  const timer = setInterval(write, EVERY_MS);
  timer.unref();
  return {
    [Symbol.dispose]() {
      write();
      end();
    },
  };
}

function freshName(folder: string): string {
  for (let number = 1; ; number++) {
    const name = path.join(folder, `feed-recording${number === 1 ? '' : `-${number}`}.jsonl`);
    if (!existsSync(name)) return name;
  }
}
