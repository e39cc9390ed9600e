/**
 * A hidden window gets no animation frames. After this delay, work continues without one so that the run does
 * not stall.
 */
const HIDDEN_MS = 250;

export interface Frames {
  /**
   * Calls back once, at the next animation frame, or by a timer when no frame comes. Returns a function that
   * cancels the call.
   */
  readonly nextFrame: (callback: () => void) => () => void;
  /** Identifies the frame: the number differs in every frame and is the same for all calls within one. */
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
