import { describe, expect, test } from 'vitest';
import type { SessionEvent } from '../../../../core/model/session-event.ts';
import { EventFeed } from '../../../../electron/engine/event-feed.ts';

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

describe('lines of the log', () => {
  test('all of them go out, each once, while they come slowly enough', () => {
    const feed = new EventFeed();
    const events: SessionEvent[] = [];
    const sent: number[] = [];
    for (let second = 0; second < 60; second++) {
      events.push(...signals(40, events.length + 1));
      const { log, signals: rows, relisted } = feed.take(events, second * 1_000, true);
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
    for (let tick = 0; tick < 100; tick++) {
      events.push(...signals(50, events.length + 1));
      const { log, relisted } = feed.take(events, tick * 16, true);
      expect(relisted).toBe(false);
      if (log.length > 0) expect(log.at(-1)?.seq).toBe(events.at(-1)?.seq);
      sent += log.length;
    }
    expect(sent).toBeLessThan(400);
    expect(feed.take(events, 1_700, true).log).toEqual([]);
    expect(feed.take(events, 2_500, false).relisted).toBe(false);
    const whole = feed.take(events, 2_600, true);
    expect(whole.relisted).toBe(true);
    expect(whole.log.map(({ seq }) => seq)).toEqual(events.slice(-2_000).map(({ seq }) => seq));
    expect(feed.take(events, 5_000, true)).toEqual({ signals: [], log: [], marks: [], relisted: false });
  });

  test('signals of one instant are one mark', () => {
    expect(new EventFeed().take(signals(9), 0, true).marks).toEqual([
      { clockMs: Date.parse('2025-07-02T14:00:00.000Z'), kind: 'signal', symbol: 'AAPL' },
    ]);
  });
});
