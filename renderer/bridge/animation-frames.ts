/** A hidden window gets no animation frames; this long after, work goes on without one so that the run does not stall. */
const HIDDEN_MS = 250;

export interface Frames {
  /** Calls back once, at the next animation frame, or by a timer where frames do not come; the answer takes it back. */
  readonly nextFrame: (callback: () => void) => () => void;
  /** Which frame it is: another number in every frame, the same for all that is called back in one. */
  readonly frame: () => number;
}

export function animationFrames(): Frames {
  let current = 0;
  const nextFrame = (callback: () => void): (() => void) => {
    let frame = 0;
    let timer: ReturnType<typeof setTimeout>;
    const cancel = (): void => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
    const run = (instant: number): void => {
      cancel();
      current = instant;
      callback();
    };
    frame = requestAnimationFrame(run);
    timer = setTimeout(() => run(performance.now()), HIDDEN_MS);
    return cancel;
  };
  return { nextFrame, frame: () => current };
}
