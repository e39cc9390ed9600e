import { Session } from 'node:inspector';
import type { Result } from '../../core/base/result.ts';
import { writeWhole } from './write-whole.ts';

/** Fine enough to see what a bar costs, at a few percent of the speed. */
const SAMPLE_MICROSECONDS = 250;

/** Where this thread's time goes from `startCpuProfile` on. */
export interface CpuProfile {
  /** Ends recording and writes a `.cpuprofile`, which the browser's performance tools and VS Code open. */
  write(file: string): Promise<Result<void>>;
}

export function startCpuProfile(): CpuProfile {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.setSamplingInterval', { interval: SAMPLE_MICROSECONDS });
  session.post('Profiler.start');
  return {
    async write(file) {
      const profile = await stopped(session);
      session.disconnect();
      return writeWhole(file, JSON.stringify(profile));
    },
  };
}

const stopped = (session: Session): Promise<unknown> =>
  new Promise((resolve, reject) => {
    session.post('Profiler.stop', (error, answer) => {
      if (error === null) resolve(answer.profile);
      else reject(error);
    });
  });
