import { describe, expect, test } from 'vitest';
import type { SessionEvent } from '../../../../../core/model/session-event.ts';
import { EventFeed } from '../../../../../electron/host/publish/event-feed.ts';
import { withFolds } from '../../../../../renderer/state/folds.ts';

const signals = (count: number, from = 1): SessionEvent[] =>
  Array.from({ length: count }, (_, index) => ({
    seq: from + index,
    clock: '2025-07-02T14:00:00.000Z',
    type: 'signal',
    symbol: 'AAPL',
    strategy: 'sma-cross',
    direction: 'long',
    price: 10,
    text: 'crossed',
  })) as unknown as SessionEvent[];

const STANDS = { mayRelist: true, mayWait: false };
const BLOCKED = { mayRelist: false, mayWait: false };
const RUNS = { mayRelist: true, mayWait: true };

describe('lines of the log', () => {
  test('all of them go out, each once, while they come slowly enough', () => {
    const feed = new EventFeed();
    const events: SessionEvent[] = [];
    const sent: number[] = [];
    for (let second = 0; second < 60; second++) {
      events.push(...signals(40, events.length + 1));
      const { log, signals: rows, relisted } = feed.take(events, second * 1_000, STANDS);
      expect(relisted).toBe(false);
      expect(rows.map(({ id }) => id)).toEqual(log.map(({ seq }) => seq));
      sent.push(...log.map(({ seq }) => seq));
    }
    expect(sent).toEqual(events.map(({ seq }) => seq));
  });

  test('too fast to follow, the newest go out; when it is calm the list comes again without holes', () => {
    const feed = new EventFeed();
    const events: SessionEvent[] = [];
    let sent = 0;
    const rows: { readonly seq: number }[] = [];
    const said: { readonly nth: number }[] = [];
    for (let tick = 0; tick < 100; tick++) {
      events.push(...signals(50, events.length + 1));
      const { log, signals: given, relisted } = feed.take(events, tick * 16, STANDS);
      expect(relisted).toBe(false);
      if (log.length > 0) expect(log.at(-1)?.seq).toBe(events.at(-1)?.seq);
      sent += log.length;
      rows.push(...log);
      said.push(...given);
      // The sent rows and the missing ones in the folds add up to the whole.
      for (const entries of [withFolds(rows, ({ seq }) => seq), withFolds(said, ({ nth }) => nth)]) {
        const counts = entries.map((entry) => ('kind' in entry ? entry.count : 1));
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(events.length);
      }
    }
    expect(sent).toBeLessThan(400);
    expect(feed.take(events, 1_700, STANDS).log).toEqual([]);
    expect(feed.take(events, 2_500, BLOCKED).relisted).toBe(false);
    const whole = feed.take(events, 2_600, STANDS);
    expect(whole.relisted).toBe(true);
    expect(whole.log.map(({ seq }) => seq)).toEqual(events.slice(-2_000).map(({ seq }) => seq));
    expect(whole.signals.map(({ nth }) => nth)).toEqual(whole.log.map(({ seq }) => seq));
    const reopened = new EventFeed();
    reopened.reset(events);
    const [first] = reopened.take(events, 0, STANDS).signals;
    expect(first?.nth).toBe(events.length - 2_000 + 1);
    expect(feed.take(events, 5_000, STANDS)).toEqual({ signals: [], log: [], marks: [], relisted: false });
  });

  test('while the clock runs, what follows at once is shown together; a first line, and one that comes at a stop, is not kept', () => {
    const feed = new EventFeed();
    const events = signals(1);
    expect(feed.take(events, 1_000, RUNS).log).toHaveLength(1);
    events.push(...signals(3, 2));
    expect(feed.take(events, 1_016, RUNS).log).toEqual([]);
    events.push(...signals(2, 5));
    expect(feed.take(events, 1_400, RUNS).log.map(({ seq }) => seq)).toEqual([2, 3, 4, 5, 6]);
    events.push(...signals(1, 7));
    expect(feed.take(events, 1_416, BLOCKED).signals.map(({ id }) => id)).toEqual([7]);
  });

  test('a signal in the midst of other lines is not lost at the end of a flood', () => {
    const feed = new EventFeed();
    const flood = signals(1_000).map((event, index) =>
      index === 300 ? event : ({ ...event, type: 'symbol_active' } as SessionEvent),
    );
    const { log, signals: rows } = feed.take(flood, 0, STANDS);
    expect(log.length).toBe(250);
    expect(rows.map(({ id, nth }) => [id, nth])).toEqual([[301, 1]]);
  });

  test('signals of one instant are one mark', () => {
    expect(new EventFeed().take(signals(9), 0, STANDS).marks).toEqual([
      { clockMs: Date.parse('2025-07-02T14:00:00.000Z'), kind: 'signal', symbol: 'AAPL' },
    ]);
  });
});
