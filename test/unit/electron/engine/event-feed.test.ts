import { describe, expect, test } from 'vitest';
import type { SessionEvent } from '../../../../core/model/session-event.ts';
import { EventFeed } from '../../../../electron/engine/event-feed.ts';
import { withFolds } from '../../../../renderer/state/folds.ts';

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
    const rows: { readonly seq: number }[] = [];
    const said: { readonly nth: number }[] = [];
    for (let tick = 0; tick < 100; tick++) {
      events.push(...signals(50, events.length + 1));
      const { log, signals: given, relisted } = feed.take(events, tick * 16, true);
      expect(relisted).toBe(false);
      if (log.length > 0) expect(log.at(-1)?.seq).toBe(events.at(-1)?.seq);
      sent += log.length;
      rows.push(...log);
      said.push(...given);
      // What was sent and what the folds say is missing make up the whole.
      for (const entries of [withFolds(rows, ({ seq }) => seq), withFolds(said, ({ nth }) => nth)]) {
        const counts = entries.map((entry) => ('kind' in entry ? entry.count : 1));
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(events.length);
      }
    }
    expect(sent).toBeLessThan(400);
    expect(feed.take(events, 1_700, true).log).toEqual([]);
    expect(feed.take(events, 2_500, false).relisted).toBe(false);
    const whole = feed.take(events, 2_600, true);
    expect(whole.relisted).toBe(true);
    expect(whole.log.map(({ seq }) => seq)).toEqual(events.slice(-2_000).map(({ seq }) => seq));
    expect(whole.signals.map(({ nth }) => nth)).toEqual(whole.log.map(({ seq }) => seq));
    const reopened = new EventFeed();
    reopened.reset(events);
    const [first] = reopened.take(events, 0, true).signals;
    expect(first?.nth).toBe(events.length - 2_000 + 1);
    expect(feed.take(events, 5_000, true)).toEqual({ signals: [], log: [], marks: [], relisted: false });
  });

  test('a signal in the midst of other lines is not lost at the end of a flood', () => {
    const feed = new EventFeed();
    const flood = signals(1_000).map((event, index) =>
      index === 300 ? event : ({ ...event, type: 'symbol_active' } as SessionEvent),
    );
    const { log, signals: rows } = feed.take(flood, 0, true);
    expect(log.length).toBe(250);
    expect(rows.map(({ id, nth }) => [id, nth])).toEqual([[301, 1]]);
  });

  test('signals of one instant are one mark', () => {
    expect(new EventFeed().take(signals(9), 0, true).marks).toEqual([
      { clockMs: Date.parse('2025-07-02T14:00:00.000Z'), kind: 'signal', symbol: 'AAPL' },
    ]);
  });
});
