import { describe, expect, it } from 'vitest';
import { wallTime } from '../../../../electron/simulator/market-time.ts';
import { SteadyClock } from '../../../../electron/simulator/steady-clock.ts';
import { at } from '../../../helpers/bar-builder.ts';

const BEGIN = at('2025-07-02 10:00');
const HOUR = 3_600_000;
const MINUTE = 60_000;

/** A machine whose clock can be set, and which can sleep or be halted. */
class Machine {
  #wall: number = BEGIN;
  #running = 500;
  #up = 90_000;
  readonly tellsUptime: boolean;
  constructor(tellsUptime = true) {
    this.tellsUptime = tellsUptime;
  }
  readonly wall = (): number => this.#wall;
  readonly running = (): number => this.#running;
  /** In whole seconds, as some systems tell it. */
  readonly up = (): number | undefined => (this.tellsUptime ? Math.floor(this.#up / 1_000) : undefined);
  pass(ms: number): void {
    this.#running += ms;
    this.sleep(ms);
  }
  sleep(ms: number): void {
    this.#up += ms;
    this.#wall += ms;
  }
  /** A halted virtual machine notices only by its clock, which is corrected at the end. */
  setClock(ms: number): void {
    this.#wall += ms;
  }
}

const started = (machine = new Machine()) => ({ machine, clock: new SteadyClock(machine) });

describe('the time of a live session', () => {
  it.each([HOUR, -HOUR, 24 * HOUR, -24 * HOUR, 61_000, -61_000])(
    'keeps its pace when the clock of the machine is set by %i ms',
    (ms) => {
      const { machine, clock } = started();
      for (let second = 0; second < 100; second++) {
        if (second === 40) machine.setClock(ms);
        machine.pass(1_000);
        expect(clock.now()).toBe(BEGIN + (second + 1) * 1_000);
      }
      machine.setClock(-ms);
      expect(clock.now()).toBe(BEGIN + 100_000);
    },
  );

  it('follows small corrections, as of a time server', () => {
    const { machine, clock } = started();
    machine.pass(10_000);
    machine.setClock(-1_500);
    expect(clock.now()).toBe(BEGIN + 8_500);
    machine.setClock(30_000);
    expect(clock.now()).toBe(BEGIN + 38_500);
  });

  it('counts the sleep of the machine, within the coarseness of what it tells', () => {
    const { machine, clock } = started();
    machine.pass(10_000);
    machine.sleep(HOUR);
    machine.pass(300);
    expect(clock.now()).toBe(BEGIN + 10_300 + HOUR);
    machine.setClock(HOUR);
    machine.sleep(8 * HOUR);
    machine.pass(300);
    expect(Math.abs(clock.now() - (BEGIN + 10_600 + 9 * HOUR))).toBeLessThanOrEqual(1_000);
  });

  it('trusts the machine’s clock where sleep cannot be distinguished from a clock that was set', () => {
    const { machine, clock } = started(new Machine(false));
    machine.sleep(HOUR);
    expect(clock.now()).toBe(BEGIN + HOUR);
  });

  it('trusts it, too, once a feed reports a later time: a halted virtual machine', () => {
    const { machine, clock } = started();
    machine.setClock(HOUR);
    expect(clock.now()).toBe(BEGIN);
    clock.heard(BEGIN + 30_000);
    expect(clock.now()).toBe(BEGIN);
    clock.heard(BEGIN + HOUR);
    expect(clock.now()).toBe(BEGIN + HOUR);
    machine.pass(5_000);
    expect(clock.now()).toBe(BEGIN + HOUR + 5_000);
  });

  it('is not misled by a feed that reports a time that no clock has reached', () => {
    const { clock } = started();
    clock.heard(BEGIN + 3 * HOUR);
    expect(clock.now()).toBe(BEGIN);
  });
});

it('a market that runs faster stays where it is when the clock is set, and never goes back', () => {
  const machine = new Machine();
  const time = wallTime({ market: BEGIN, wall: BEGIN }, 60, new SteadyClock(machine));
  machine.pass(1_000);
  expect(time.now()).toBe(BEGIN + MINUTE);
  machine.setClock(-HOUR);
  expect(time.now()).toBe(BEGIN + MINUTE);
  machine.pass(1_000);
  expect(time.now()).toBe(BEGIN + 2 * MINUTE);
  machine.setClock(-5_000);
  const before = time.now();
  machine.pass(100);
  expect(time.now()).toBeGreaterThanOrEqual(before);
});
