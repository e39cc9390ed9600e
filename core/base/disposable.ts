/**
 * `Symbol.dispose` for runtimes that lack it (Node 16, where the tests' Electron runs). Every module that defines a
 * `[Symbol.dispose]` method imports this one first.
 */
if ((Symbol as { dispose?: symbol }).dispose === undefined) {
  Object.defineProperty(Symbol, 'dispose', { value: Symbol.for('Symbol.dispose') });
}

/** Wraps a clean-up so that it runs once, however often it is disposed. */
export function disposable(cleanUp: () => void): Disposable {
  let done = false;
  return {
    [Symbol.dispose]() {
      if (done) return;
      done = true;
      cleanUp();
    },
  };
}
