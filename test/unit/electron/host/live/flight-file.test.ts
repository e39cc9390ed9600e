import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { silentLogger } from '../../../../../core/base/logger.ts';
import { STREAM_TIMING } from '../../../../../core/live-feed/alpaca/stream-machine.ts';
import { FlightRecorder } from '../../../../../core/live-feed/flight-recorder.ts';
import { keepFlight } from '../../../../../electron/host/live/flight-file.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-flight-'));
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

const recorder = () =>
  new FlightRecorder(
    { format: 'tapedeck-flight-1', stream: 'wss://example.test', open: '', close: '', timing: STREAM_TIMING },
    [],
    () => 0,
  );
const text = (name: string): string => readFileSync(path.join(folder, name), 'utf8');

it('the frames of a feed are in the run folder seconds after they came, those of a crashed day beside them', () => {
  const first = recorder();
  keepFlight(first, folder, silentLogger);
  first.history('bars of the morning', '200', 1);
  vi.advanceTimersByTime(2_000);
  // Killed here: nothing is disposed.
  expect(text('feed-recording.jsonl')).toBe(first.print());
  const second = recorder();
  {
    using kept = keepFlight(second, folder, silentLogger);
    second.history('bars of the afternoon', '200', 1);
    expect(kept).toBeDefined();
  }
  expect(text('feed-recording-2.jsonl')).toBe(second.print());
  expect(text('feed-recording.jsonl')).not.toContain('afternoon');
});

it('a folder that is gone ends the recording with a warning, once, and nothing else', () => {
  const warned: string[] = [];
  const line = recorder();
  using kept = keepFlight(line, folder, { ...silentLogger, warn: (message) => void warned.push(message) });
  rmSync(folder, { recursive: true });
  for (let second = 0; second < 10; second++) {
    line.history('bars', '200', second);
    vi.advanceTimersByTime(1_000);
  }
  expect(kept).toBeDefined();
  expect(warned).toEqual(['the frames of the feed are no longer recorded']);
  expect(readdirSync(path.dirname(folder))).not.toContain(path.basename(folder));
});
