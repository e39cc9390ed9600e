import { describe, expect, it } from 'vitest';
import type { EngineSilence } from '../../../../../electron/contract/message.ts';
import { Pulse } from '../../../../../electron/host/thread/pulse.ts';
import { EngineWatch } from '../../../../../electron/host/supervisor/engine-watch.ts';

function watched() {
  let now = 0;
  const engine: { beats: number; running: string | undefined } = { beats: 0, running: undefined };
  const heard: (EngineSilence | null)[] = [];
  const watch = new EngineWatch(
    engine,
    (silence) => heard.push(silence),
    () => now,
  );
  const pass = (seconds: number): void => {
    for (let second = 0; second < seconds; second++) watch.look((now += 1_000));
  };
  const sleep = (ms: number): void => void (now += ms);
  return { watch, engine, heard, pass, sleep };
}

describe('who watches an engine', () => {
  it('says nothing of one that beats, however slowly it does', () => {
    using all = watched().watch;
    const { engine, heard, pass } = watched();
    for (let turn = 0; turn < 20; turn++) {
      pass(9);
      engine.beats++;
      pass(1);
    }
    expect(heard).toEqual([]);
    expect(all).toBeDefined();
  });

  it('reports after ten checks without a beat whose code it is in, repeats that, and reports its return', () => {
    const { watch, engine, heard, pass } = watched();
    engine.running = 'giant.ts';
    pass(9);
    expect(heard).toEqual([]);
    pass(2);
    expect(heard).toEqual([
      { seconds: 10, strategy: 'giant.ts' },
      { seconds: 11, strategy: 'giant.ts' },
    ]);
    engine.beats++;
    engine.running = undefined;
    pass(5);
    expect(heard.slice(2)).toEqual([null]);
    pass(6);
    expect(heard.at(-1)).toEqual({ seconds: 10, strategy: null });
    watch[Symbol.dispose]();
  });

  it('takes no suspension of the machine for an engine that hangs', () => {
    const { watch, heard, pass, sleep } = watched();
    pass(9);
    sleep(3_600_000);
    pass(9);
    expect(heard).toEqual([]);
    watch[Symbol.dispose]();
  });
});

describe('the pulse of an engine', () => {
  it('is read from another thread: beats, and the name of whose code is being called', () => {
    const inside = new Pulse();
    const outside = new Pulse(inside.memory);
    expect([outside.beats, outside.running]).toEqual([0, undefined]);
    inside.enter('größer.ts');
    expect(outside.running).toBe('größer.ts');
    inside.leave();
    expect(outside.running).toBeUndefined();
    inside.enter('b.ts');
    expect(outside.running).toBe('b.ts');
    inside.enter('ä'.repeat(1_000));
    expect(outside.running?.startsWith('äää')).toBe(true);
  });
});
