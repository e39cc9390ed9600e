import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  StreamMachine,
  STREAM_TIMING,
  type StreamInput,
} from '../../../core/live-feed/alpaca/stream-machine.ts';

const frame = (...messages: object[]): StreamInput => ({ type: 'frame', text: JSON.stringify(messages) });
const CONNECTED = frame({ T: 'success', msg: 'connected' });
const LET_IN = frame({ T: 'success', msg: 'authenticated' });
const holding = (...bars: string[]): StreamInput => frame({ T: 'subscription', bars });
const failing = (code: number): StreamInput => frame({ T: 'error', code, msg: 'so it is' });
const bar = (S: string, T: 'b' | 'u' = 'b'): StreamInput =>
  frame({ T, S, t: '2025-11-03T15:00:00Z', o: 1, h: 2, l: 1, c: 2, v: 5, n: 1, vw: 1.5 });
const TICK: StreamInput = { type: 'tick' };
const closed: StreamInput = { type: 'closed', reason: 'gone' };

/** A machine with what it did, in words. */
function scripted(inSession = true) {
  const machine = new StreamMachine({
    keys: { key: 'KEY', secret: 'SECRET' },
    timing: STREAM_TIMING,
    inSession: () => inSession,
    random: () => 0,
  });
  let now = 0;
  const does = (input: StreamInput): string[] =>
    machine.handle(input, now).map((effect) => {
      if (effect.type === 'link') return `${effect.state}${effect.reason === '' ? '' : `: ${effect.reason}`}`;
      if (effect.type === 'send') return `send ${effect.shown}`;
      if (effect.type === 'bars')
        return `bars ${effect.bars.map(({ symbol, kind }) => `${symbol} ${kind}`).join()}`;
      if (effect.type === 'subscribed') {
        return `holds ${effect.held.join()}; refused ${effect.refused.map(({ symbol }) => symbol).join()}`;
      }
      return effect.type;
    });
  return {
    machine,
    does,
    after: (ms: number) => {
      now += ms;
      return does(TICK);
    },
    streaming: (...symbols: string[]) => {
      does({ type: 'want', symbols });
      for (const input of [{ type: 'start' } as const, { type: 'opened' } as const, CONNECTED, LET_IN])
        does(input);
      if (symbols.length > 0) does(holding(...symbols));
    },
  };
}

const asks = (action: string, ...symbols: string[]) =>
  `send ${JSON.stringify({ action, bars: symbols, updatedBars: symbols, statuses: symbols })}`;

describe('the stream machine', () => {
  it('connects, authenticates without showing its key, subscribes', () => {
    const { does } = scripted();
    does({ type: 'want', symbols: ['AAPL', 'KO'] });
    expect(does({ type: 'start' })).toEqual(['connecting', 'open']);
    expect(does({ type: 'opened' })).toEqual([]);
    expect(does(CONNECTED)).toEqual(['send {"action":"auth","key":"…","secret":"…"}']);
    expect(does(LET_IN)).toEqual(['streaming', asks('subscribe', 'AAPL', 'KO')]);
    expect(does(holding('AAPL', 'KO'))).toEqual(['holds AAPL,KO; refused ']);
    expect(does(bar('KO'))).toEqual(['bars KO new']);
    expect(does(bar('KO', 'u'))).toEqual(['bars KO correction']);
  });

  it.each([
    [402, ['terminate', 'failed: the key or its secret is wrong (402 so it is)']],
    [409, ['terminate', 'failed: the plan does not include this feed (409 so it is)']],
    [410, ['terminate', 'failed: the feed has no such channel (410 so it is)']],
    [401, ['terminate', 'waiting: 401 so it is']],
    [404, ['terminate', 'waiting: 404 so it is']],
    [406, ['terminate', 'waiting: 406 so it is']],
    [407, ['terminate', 'waiting: 407 so it is']],
    [500, ['terminate', 'waiting: the feed failed (500 so it is)']],
    [403, []],
  ])('on error %i', (code, expected) => {
    const { does, streaming } = scripted();
    streaming('KO');
    expect(does(failing(code))).toEqual(expected);
  });

  it('comes back with growing waits, from the beginning again once bars came', () => {
    const { machine, does, after, streaming } = scripted();
    streaming('KO');
    const waits: number[] = [];
    for (let attempt = 0; attempt < 9; attempt++) {
      expect(does(closed)).toEqual(['terminate', 'waiting: gone']);
      const wait =
        machine.dueAt - (waits.at(-1) === undefined ? 0 : waits.reduce((sum, each) => sum + each, 0));
      waits.push(wait);
      expect(after(wait - 1)).toEqual([]);
      expect(after(1)).toEqual(['connecting', 'open']);
    }
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    for (const input of [CONNECTED, LET_IN, holding('KO'), bar('KO')]) does(input);
    const before = waits.reduce((sum, each) => sum + each, 0);
    does(closed);
    expect(machine.dueAt - before).toBe(500);
  });

  it('asks again for everything after a reconnect', () => {
    const { does, after, streaming } = scripted();
    streaming('KO', 'AAPL');
    does(closed);
    after(500);
    does(CONNECTED);
    expect(does(LET_IN)).toEqual(['streaming', asks('subscribe', 'KO', 'AAPL')]);
  });

  it('gives up a handshake that does not come', () => {
    const { does, after } = scripted();
    does({ type: 'start' });
    expect(after(10_000)).toEqual(['terminate', 'waiting: no answer within 10 s']);
  });

  it('pings, and takes a line without any answer for dead', () => {
    const { does, after, streaming } = scripted();
    streaming('KO');
    expect(after(10_000)).toEqual(['ping']);
    does({ type: 'pong' });
    expect(after(10_000)).toEqual(['ping']);
    expect(after(10_000)).toEqual(['ping']);
    expect(after(5_000)).toEqual(['terminate', 'waiting: the line is dead']);
  });

  it('takes a line that answers pings without a bar of any symbol for mute, with more patience each time', () => {
    const { does, after, streaming } = scripted();
    streaming('KO');
    const silence = () => {
      let ms = 0;
      let did: string[] = [];
      while (!did.some((each) => each.startsWith('waiting'))) {
        did = after(10_000);
        does({ type: 'pong' });
        ms += 10_000;
      }
      return [ms, did.at(-1)];
    };
    expect(silence()).toEqual([90_000, 'waiting: the feed is mute: no bar of any symbol came']);
    after(1_000);
    for (const input of [CONNECTED, LET_IN, holding('KO')]) does(input);
    expect(silence()[0]).toBe(180_000);
  });

  it('expects no bars outside trading hours, nor without a symbol', () => {
    for (const [inSession, symbols] of [
      [false, ['KO']],
      [true, []],
    ] as const) {
      const { does, after, streaming } = scripted(inSession);
      streaming(...symbols);
      for (let ms = 0; ms < 600_000; ms += 10_000) {
        expect(after(10_000)).toEqual(['ping']);
        does({ type: 'pong' });
      }
    }
  });

  it('finds out by halves which symbols the plan has room for', () => {
    const { machine, does, streaming } = scripted();
    streaming();
    const wanted = ['A', 'B', 'C', 'D', 'E'];
    let held: string[] = [];
    let todo = does({ type: 'want', symbols: wanted });
    for (let round = 0; round < 30 && todo.length > 0; round++) {
      const { action, bars } = JSON.parse(todo.at(-1)!.slice(5)) as { action: string; bars: string[] };
      const next = action === 'subscribe' ? [...held, ...bars] : held.filter((each) => !bars.includes(each));
      const granted = next.length <= 3;
      if (granted) held = next;
      todo = does(granted ? holding(...held) : failing(405)).filter((each) => each.startsWith('send'));
    }
    expect(held).toEqual(['A', 'B', 'C']);
    expect(machine.subscriptions.refused.map(({ symbol }) => symbol).sort()).toEqual(['D', 'E']);
    expect(machine.subscriptions.refused[0]?.reason).toContain("the plan's limit of symbols");
    // One that goes makes room.
    expect(does({ type: 'want', symbols: ['A', 'B', 'D', 'E'] })).toEqual([asks('unsubscribe', 'C')]);
    expect(does(holding('A', 'B'))).toContain(asks('subscribe', 'D', 'E'));
  });

  it('counts unreadable messages and continues', () => {
    const { does, streaming } = scripted();
    streaming('KO');
    expect(does({ type: 'frame', text: '{"T":"b","S":' })).toEqual(['unreadable']);
    expect(does(frame({ T: 'zz' }, { T: 'b', S: 'KO', t: 'noon' }))).toEqual(['unreadable']);
    expect(does(frame({ T: 'd' }))).toEqual([]);
    expect(does(bar('KO'))).toEqual(['bars KO new']);
  });

  it('tells halts', () => {
    const { machine, streaming } = scripted();
    streaming('KO');
    const halt = { T: 's', S: 'KO', sc: 'H', sm: 'Trading Halt', rc: 'T1', rm: 'News Pending' };
    const [effect] = machine.handle(frame({ ...halt, t: '2025-11-03T15:00:00Z' }), 0);
    expect(effect).toMatchObject({
      status: {
        symbol: 'KO',
        halted: true,
        reason: 'Trading Halt: News Pending',
        atMs: Date.UTC(2025, 10, 3, 15),
      },
    });
  });

  it('stops permanently, and starts again on request', () => {
    const { does, after, streaming } = scripted();
    streaming('KO');
    expect(does({ type: 'stop' })).toEqual(['terminate', 'stopped']);
    expect([...does(closed), ...after(600_000), ...does(bar('KO'))]).toEqual([]);
    expect(does({ type: 'start' })).toEqual(['connecting', 'open']);
  });
});

describe('after any sequence of faults', () => {
  const anyInput: fc.Arbitrary<StreamInput | number> = fc.oneof(
    fc.constantFrom<StreamInput>(
      closed,
      CONNECTED,
      LET_IN,
      bar('KO'),
      bar('AAPL', 'u'),
      holding(),
      holding('KO'),
      { type: 'opened' },
      { type: 'pong' },
      { type: 'start' },
      { type: 'frame', text: 'nonsense' },
    ),
    fc.constantFrom(400, 401, 403, 404, 405, 406, 407, 500).map(failing),
    fc.subarray(['KO', 'AAPL', 'MSFT']).map((symbols): StreamInput => ({ type: 'want', symbols })),
    fc.integer({ min: 1, max: 200_000 }),
  );

  it('a vendor that works again is streamed again, with all that is wanted, one line at a time', () => {
    fc.assert(
      fc.property(fc.array(anyInput, { maxLength: 60 }), (inputs) => {
        const machine = new StreamMachine({
          keys: { key: 'KEY', secret: 'SECRET' },
          timing: STREAM_TIMING,
          inSession: () => true,
          random: () => 0.5,
        });
        let now = 0;
        let lines = 0;
        let asked: { action: string; bars: string[] } | undefined;
        const take = (input: StreamInput): void => {
          for (const effect of machine.handle(input, now)) {
            if (effect.type === 'open') {
              expect(lines).toBe(0);
              lines = 1;
            }
            if (effect.type === 'terminate') lines = 0;
            if (effect.type === 'send') {
              expect(effect.shown).not.toMatch(/KEY|SECRET/);
              asked = JSON.parse(effect.text) as typeof asked;
            }
          }
        };
        take({ type: 'start' });
        for (const input of inputs) {
          if (typeof input !== 'number') {
            take(input);
            continue;
          }
          now += input;
          take(TICK);
        }
        // From here on the vendor does as it should.
        const wanted = ['KO', 'MSFT'];
        take(closed);
        asked = undefined;
        take({ type: 'want', symbols: wanted });
        for (let step = 0; step < 20 && machine.phase !== 'opening'; step++) {
          now = Math.max(now, Math.min(machine.dueAt, now + 1_000_000));
          take(TICK);
        }
        take({ type: 'opened' });
        take(CONNECTED);
        take(LET_IN);
        expect([machine.phase, lines]).toEqual(['streaming', 1]);
        expect(asked).toMatchObject({ action: 'subscribe', bars: wanted });
        take(holding(...wanted));
        expect([...machine.subscriptions.held]).toEqual(wanted);
        expect(machine.dueAt).toBeLessThan(Number.POSITIVE_INFINITY);
      }),
    );
  });
});
