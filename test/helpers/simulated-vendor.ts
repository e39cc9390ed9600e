import { asEpochMs, type EpochMs } from '../../core/base/epoch-ms.ts';
import { FeedSimulator, type FeedSimulatorOptions } from '../../electron/simulator/feed-simulator.ts';
import { parseFaults } from '../../electron/simulator/fault-plan.ts';
import { SteppedTime } from '../../electron/simulator/market-time.ts';
import { walkTape } from '../../electron/simulator/market-tape.ts';
import { at, calendar } from './bar-builder.ts';

export interface SimulatedVendor extends AsyncDisposable {
  readonly simulator: FeedSimulator;
  readonly time: SteppedTime;
  /** Moves the market on to `10:05` of its day. */
  moveTo(clock: string): Promise<void>;
  get(
    path: string,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: never; headers: Headers }>;
}

/** A vendor on a generated market whose time moves only when a test moves it. */
export async function simulatedVendor(
  start: string,
  faults: readonly object[] = [],
  options: Partial<FeedSimulatorOptions> = {},
): Promise<SimulatedVendor> {
  const time = new SteppedTime(at(start));
  const day = calendar.dayOf(at(start));
  const parsed = parseFaults(JSON.stringify({ faults }), calendar, day);
  if (!parsed.ok) throw new Error(parsed.failure.message);
  const opened = await FeedSimulator.open({
    tape: walkTape('test', calendar),
    calendar,
    time,
    port: 0,
    faults: parsed.value,
    ...options,
  });
  if (!opened.ok) throw new Error(opened.failure.message);
  const simulator = opened.value;
  return {
    simulator,
    time,
    moveTo: (clock) => time.moveTo(instantOn(day, clock)),
    async get(path, headers) {
      const own = { 'APCA-API-KEY-ID': simulator.key, 'APCA-API-SECRET-KEY': simulator.secret };
      const response = await fetch(`${simulator.rest}${path}`, { headers: headers ?? own });
      const text = await response.text();
      return { status: response.status, body: JSON.parse(text) as never, headers: response.headers };
    },
    async [Symbol.asyncDispose]() {
      await simulator.close();
    },
  };
}

const instantOn = (day: string, clock: string): EpochMs => asEpochMs(at(`${day} ${clock}`));
