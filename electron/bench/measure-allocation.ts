import { Session, type HeapProfiler } from 'node:inspector';
import { benchSessions, playBench } from './play-bench.ts';
import { walkBars, walkStore } from './walk-store.ts';

/** Mean number of allocated bytes per sample. */
const SAMPLE_BYTES = 512;
/** Rounds before, in which code is compiled: compilation allocates memory that no later bar does. */
const ROUNDS_BEFORE = 2;
const MOST_TOLD = 5;

export interface Allocation {
  readonly symbols: number;
  readonly bars: number;
  /** Bytes of objects that the instants of the day allocate, from its first to its last, including short-lived ones. */
  readonly bytes_per_bar: number;
  /** The functions with the most allocations. */
  readonly most: readonly { readonly name: string; readonly bytes_per_bar: number }[];
}

/** Plays a day of many symbols under the sampling profiler of the heap. */
export async function measureAllocation(symbols: number, signal: AbortSignal): Promise<Allocation> {
  const sessions = benchSessions(0);
  const walks = walkBars(symbols, sessions);
  const names = [...walks.keys()];
  for (let round = 0; round < ROUNDS_BEFORE; round++) {
    await playBench(walkStore(walks, sessions), names, signal);
  }
  const profiler = new Session();
  profiler.connect();
  let allocated = new Map<string, number>();
  let isOn = false;
  const lastInstant = sessions.at(-1)?.close;
  const { run } = await playBench(walkStore(walks, sessions), names, signal, {
    strategy: {
      name: 'meter',
      onInstant({ clock }) {
        if (!isOn) start(profiler);
        else if (clock === lastInstant) allocated = stop(profiler);
        isOn = true;
      },
    },
  });
  profiler.disconnect();
  const { bars } = run.totals;
  const perBar = (bytes: number): number => Number((bytes / bars).toFixed(2));
  const most = [...allocated].sort((a, b) => b[1] - a[1]).slice(0, MOST_TOLD);
  const total = [...allocated.values()].reduce((sum, bytes) => sum + bytes, 0);
  return {
    symbols,
    bars,
    bytes_per_bar: perBar(total),
    most: most.map(([name, bytes]) => ({ name, bytes_per_bar: perBar(bytes) })),
  };
}

/** Garbage counts: collected objects are part of the profile. */
function start(profiler: Session): void {
  profiler.post('HeapProfiler.startSampling', {
    samplingInterval: SAMPLE_BYTES,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  } as HeapProfiler.StartSamplingParameterType);
}

/** Bytes by the function that allocated them. The profiler answers at once, since it sits in the same thread. */
function stop(profiler: Session): Map<string, number> {
  const allocated = new Map<string, number>();
  const add = ({ callFrame, selfSize, children }: HeapProfiler.SamplingHeapProfileNode): void => {
    const name = callFrame.functionName || '(unnamed)';
    allocated.set(name, (allocated.get(name) ?? 0) + selfSize);
    for (const child of children) add(child);
  };
  profiler.post('HeapProfiler.stopSampling', (error, answer) => {
    if (error === null) add(answer.profile.head);
  });
  return allocated;
}
