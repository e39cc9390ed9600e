import { describe, expect, it } from 'vitest';
import { MINUTE_MS } from '../../../core/base/epoch-ms.ts';
import {
  STREAM_TIMING,
  StreamMachine,
  type StreamInput,
} from '../../../core/live-feed/alpaca/stream-machine.ts';
import { FlightRecorder, replayFlight } from '../../../core/live-feed/flight-recorder.ts';
import { StreamLink, type SocketEvents } from '../../../core/live-feed/stream-link.ts';
import { at } from '../../helpers/bar-builder.ts';

const KEYS = { key: 'PKTHISISTHEKEY', secret: 'andthisisthesecret' };
const OPEN = at('2025-07-02 09:30');
const HEADER = {
  format: 'tapedeck-flight-1',
  stream: 'wss://example.test/v2/iex',
  open: '2025-07-02T13:30:00.000Z',
  close: '2025-07-02T20:00:00.000Z',
  timing: STREAM_TIMING,
} as const;

/** A line with a recorder, whose far end and time are moved by hand. */
function recordedLine(limits?: { bytes: number; ms: number }) {
  let now = 0;
  let far: SocketEvents | undefined;
  const due: { at: number; call: () => void }[] = [];
  const market = (): number => OPEN + now;
  const recorder = new FlightRecorder(HEADER, [KEYS.key, KEYS.secret], market, limits);
  const machine = new StreamMachine({
    keys: KEYS,
    timing: STREAM_TIMING,
    inSession: () => true,
    random: recorder.chance(() => 0.7),
  });
  const sent: string[] = [];
  const link = new StreamLink(
    machine,
    {
      open(events) {
        far = events;
        return { send: (text) => void sent.push(text), ping: () => {}, terminate: () => {} };
      },
    },
    {
      now: () => now,
      after(ms, call) {
        const entry = { at: now + ms, call };
        due.push(entry);
        return { [Symbol.dispose]: () => void due.splice(due.indexOf(entry), due.includes(entry) ? 1 : 0) };
      },
    },
    { link() {}, bars() {}, status() {}, subscribed() {}, unreadable() {}, heard() {} },
    recorder,
  );
  const pass = (ms: number): void => {
    const until = now + ms;
    for (let next = due[0]; next !== undefined && next.at <= until; next = due[0]) {
      now = next.at;
      due.shift();
      next.call();
    }
    now = until;
  };
  const hear = (...messages: object[]): void => far?.message(JSON.stringify(messages));
  const enter = (): void => {
    far?.opened();
    hear({ T: 'success', msg: 'connected' });
    hear({ T: 'success', msg: 'authenticated' });
    hear({ T: 'subscription', bars: ['AAPL'] });
  };
  return { recorder, link, pass, hear, enter, sent, drop: () => far?.closed('gone') };
}

const bar = (minute: number) => ({
  T: 'b',
  S: 'AAPL',
  t: new Date(OPEN + minute * MINUTE_MS).toISOString(),
  ...{ o: 1, h: 2, l: 1, c: 2, v: 100 },
});

/** A morning with a drop, a dead line, an error that repeats a key, and frames that cannot be read. */
function eventful(limits?: { bytes: number; ms: number }) {
  const line = recordedLine(limits);
  line.link.want(['AAPL']);
  line.link.start();
  line.enter();
  for (let minute = 0; minute < 3; minute++) {
    line.pass(9_000);
    line.hear(bar(minute));
  }
  line.hear({ T: 'error', code: 400, msg: `what is ${KEYS.secret}?` });
  line.pass(2_000);
  line.enter();
  line.hear({ T: 'zz' });
  line.drop();
  line.pass(5_000);
  line.enter();
  line.pass(30_000);
  line.recorder.history('https://example.test/v2/stocks/bars?symbols=AAPL', '200, 512 bytes', 31);
  line.enter();
  line.hear(bar(4));
  return line;
}

describe('the flight recorder', () => {
  it('holds no key, though one was sent and one came back', () => {
    const { recorder, sent } = eventful();
    expect(sent.join()).toContain(KEYS.secret);
    expect(recorder.print()).not.toContain(KEYS.key);
    expect(recorder.print()).not.toContain(KEYS.secret);
    expect(recorder.print()).toContain('what is …?');
  });

  it('plays again: the line does what it did, chance and time included', () => {
    const replayed = replayFlight(eventful().recorder.print());
    expect(replayed).toMatchObject({ ok: true, value: { differs: undefined } });
    expect(replayed.ok && replayed.value.played).toBeGreaterThan(25);
  });

  it('says at which line the program does something else than it did', () => {
    const lines = eventful().recorder.print().split('\n');
    const at4 = lines.findIndex((line) => line.includes('1 bars'));
    const other = lines.map((line, index) => (index === at4 ? line.replace('1 bars', '2 bars') : line));
    expect(replayFlight(other.join('\n'))).toMatchObject({
      value: { differs: { line: at4 + 1, did: ['2 bars'], does: ['1 bars'] } },
    });
  });

  it('keeps to its bytes and its age, and forgets the oldest first', () => {
    const few = eventful({ bytes: 1_500, ms: 1e9 }).recorder;
    expect(few.bytes).toBeLessThanOrEqual(1_500);
    expect(few.print()).toContain(bar(4).t);
    expect(few.print()).not.toContain(bar(1).t);
    const young = eventful({ bytes: 1e9, ms: 30_000 }).recorder;
    expect(young.print()).not.toContain(bar(1).t);
    expect(young.bytes).toBeGreaterThan(0);
  });

  it('that has forgotten how a connection began is played from the next one on', () => {
    const whole = eventful().recorder.print().split('\n');
    const opened = whole.flatMap((line, index) => (line.includes('"wanted"') ? [index] : []));
    expect(opened.length).toBeGreaterThan(2);
    const cut = [whole[0], ...whole.slice((opened[0] ?? 0) + 1)];
    const replayed = replayFlight(cut.join('\n'));
    expect(replayed).toMatchObject({ ok: true, value: { differs: undefined } });
    expect(replayed.ok && replayed.value.played).toBeGreaterThan(5);
  });

  it.each([
    ['', 'That is not a recording of a feed.'],
    ['{"T":"b"}\n', 'That is not a recording of a feed.'],
    ['not JSON\n', 'That is not a recording of a feed'],
    [`${JSON.stringify(HEADER)}\n`, 'No connection begins in that recording.'],
  ])('refuses %j', (text, why) => {
    const replayed = replayFlight(text);
    expect(replayed.ok ? '' : replayed.failure.message).toContain(why);
  });

  it('stays bounded over a long day', () => {
    const recorder = new FlightRecorder(HEADER, [], () => OPEN, { bytes: 10_000, ms: 1e9 });
    const input: StreamInput = { type: 'frame', text: 'x'.repeat(100) };
    for (let frame = 0; frame < 5_000; frame++) recorder.took(frame, input, [], new Set());
    expect(recorder.bytes).toBeLessThanOrEqual(10_000);
    expect(recorder.print().length).toBeLessThan(11_000);
  });
});

describe('a file that follows a recorder', () => {
  const told = (recorder: FlightRecorder, index: number): void =>
    recorder.history(`/v2/bars?page=${index}`, '200', index);

  it('has the header once and every entry once, however it is asked', () => {
    const recorder = new FlightRecorder(HEADER, [], () => OPEN);
    let file = '';
    let count = 0;
    for (let index = 0; index < 3_000; index++) {
      told(recorder, index);
      if (index % 7 !== 0 && index < 2_900) continue;
      const fresh = recorder.since(count);
      file += fresh.text;
      ({ count } = fresh);
    }
    expect(file).toBe(recorder.print());
    expect(recorder.since(count)).toEqual({ text: '', count });
  });

  it('keeps what the recorder itself has dropped since', () => {
    const recorder = new FlightRecorder(HEADER, [], () => OPEN, { bytes: 2_000, ms: 8 * 3_600_000 });
    let file = '';
    let count = 0;
    for (let index = 0; index < 5_000; index++) {
      told(recorder, index);
      const fresh = recorder.since(count);
      file += fresh.text;
      ({ count } = fresh);
    }
    const asked = [...file.matchAll(/page=(\d+)/g)].map(([, index]) => Number(index));
    expect(asked).toEqual(Array.from({ length: 5_000 }, (_, index) => index));
    expect(recorder.bytes).toBeLessThanOrEqual(2_000);
  });
});
