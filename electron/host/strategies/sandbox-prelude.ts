/**
 * Runs first in a strategy's own context, in the language of that context: text, because nothing of ours may be within
 * a strategy's reach. Everything that crosses is copied; a strategy holds functions and objects of its own context alone.
 *
 * `host` gives `now()` (the session clock), `uniform()` (seeded), `log(level, text)` and `limit`, the turns of one call.
 */
export const PRELUDE = `(function (host) {
  'use strict';
  const { now, uniform, log, limit } = host;
  const global = globalThis;
  // What a strategy replaces for itself stays as it was for what crosses.
  const { stringify, parse } = JSON;
  const { keys, freeze } = Object;
  const RealDate = Date;
  const RealPromise = Promise;
  for (const name of ['WebAssembly', 'SharedArrayBuffer', 'Atomics', 'WeakRef', 'FinalizationRegistry', 'Intl', 'Promise']) {
    delete global[name];
  }

  function SessionDate(...given) {
    if (new.target === undefined) return new RealDate(now()).toISOString();
    const value = given.length === 0 ? [now()] : given.length === 1 ? given : [RealDate.UTC(...given)];
    return Reflect.construct(RealDate, value, new.target === SessionDate ? RealDate : new.target);
  }
  SessionDate.prototype = RealDate.prototype;
  SessionDate.now = () => now();
  SessionDate.UTC = RealDate.UTC;
  SessionDate.parse = RealDate.parse;
  RealDate.prototype.constructor = SessionDate;
  for (const part of ['FullYear', 'Month', 'Date', 'Day', 'Hours', 'Minutes', 'Seconds', 'Milliseconds']) {
    RealDate.prototype['get' + part] = RealDate.prototype['getUTC' + part];
    if (part !== 'Day') RealDate.prototype['set' + part] = RealDate.prototype['setUTC' + part];
  }
  RealDate.prototype.getTimezoneOffset = () => 0;
  for (const name of ['toString', 'toDateString', 'toTimeString', 'toLocaleString', 'toLocaleDateString', 'toLocaleTimeString']) {
    RealDate.prototype[name] = RealDate.prototype.toISOString;
  }
  global.Date = SessionDate;
  Math.random = () => uniform();
  const print = (level) => (...words) => {
    log(level, words.map((each) => (typeof each === 'string' ? each : stringify(each))).join(' '));
  };
  global.console = { log: print('info'), info: print('info'), debug: print('info'), warn: print('warn'), error: print('warn') };

  const adopted = new WeakMap();
  const adopt = (value) => {
    if (value === null || typeof value !== 'object') return typeof value === 'function' ? undefined : value;
    if (ArrayBuffer.isView(value)) return new Float64Array(value);
    if (Array.isArray(value)) {
      const list = [];
      for (let index = 0; index < value.length; index++) list.push(adopt(value[index]));
      return list;
    }
    const object = {};
    for (const key of keys(value)) object[key] = adopt(value[key]);
    return object;
  };
  const isPlain = (value) => value === null || (typeof value !== 'object' && typeof value !== 'function');
  const given = (value) => (isPlain(value) ? value : parse(stringify(value)));

  let turns = 0;
  const turn = () => {
    if (++turns <= limit) return;
    throw new Error('it went round more than ' + limit.toLocaleString('en-US') + ' times in one call: a loop that does not end?');
  };

  let onCall = false;
  const borrow = (hostFunction) => (...values) => {
    if (!onCall) throw new Error('ctx can be used only during the call that it was handed to');
    let answer;
    let problem;
    try {
      answer = hostFunction(...values.map(given));
    } catch (error) {
      problem = String(error.message);
    }
    if (problem !== undefined) throw new Error(problem);
    return adopt(answer);
  };
  const wrap = (hostObject) => {
    const object = {};
    for (const key of keys(hostObject)) {
      const value = hostObject[key];
      object[key] = typeof value === 'function' ? borrow(value) : isPlain(value) ? value : wrap(value);
    }
    return freeze(object);
  };

  const guarded = (call) => {
    turns = 0;
    onCall = true;
    try {
      const answer = call();
      if (answer !== null && typeof answer === 'object' && typeof answer.then === 'function') {
        throw new Error('it is async; the engine does not wait for a strategy, so write it without await');
      }
      return { ok: true, answer };
    } catch (error) {
      const isError = error !== null && typeof error === 'object' && 'message' in error;
      return {
        ok: false,
        message: isError ? String(error.name) + ': ' + String(error.message) : String(error),
        stack: isError ? String(error.stack) : '',
      };
    } finally {
      onCall = false;
    }
  };

  let definition;
  let params = {};
  let ctx;
  const seriesOf = (ref) => {
    let own = adopted.get(ref);
    if (own === undefined) adopted.set(ref, (own = freeze({ symbol: ref.symbol, interval: ref.interval })));
    return own;
  };

  Error.stackTraceLimit = 30;
  return {
    turn,
    promise: RealPromise,
    guarded,
    newModule: () => ({ exports: {} }),
    requireOf: (hostRequire) => (wanted) => {
      try {
        return hostRequire(String(wanted));
      } catch (error) {
        throw error instanceof Error ? error : new Error(String(error?.message ?? error));
      }
    },
    provided: { defineStrategy: (own) => own, defineScanner: (own) => own },
    json: (value) => stringify(value),
    define(exported) {
      definition = exported;
      if (definition === null || typeof definition !== 'object' || typeof definition.name !== 'string') {
        throw new Error('it exports no strategy; expected: export default defineStrategy({ name: "…", … })');
      }
      return {
        name: definition.name,
        description: String(definition.description ?? ''),
        isScanner: typeof definition.scan === 'function',
        hasParams: definition.params !== undefined,
      };
    },
    paramsSchema: (zod) => stringify(zod.z.toJSONSchema(definition.params, { io: 'input' })),
    parseParams(text) {
      if (definition.params === undefined) return stringify({ ok: true });
      const parsed = definition.params.safeParse(parse(text));
      if (!parsed.success) {
        return stringify({ ok: false, issues: parsed.error.issues.map(({ path, message }) => ({ path, message })) });
      }
      params = parsed.data;
      return stringify({ ok: true });
    },
    ask: (name) => stringify(definition[name]?.(params) ?? {}),
    begin(hostContext) {
      ctx = freeze({ ...wrap(hostContext), params, state: definition.state?.(params) });
    },
    call: (name) => definition[name]?.(ctx),
    callWith: (name, value) => definition[name]?.(adopt(value), ctx),
    instant(clock, closed) {
      if (definition.onInstant === undefined) return undefined;
      const list = [];
      for (let index = 0; index < closed.length; index++) list.push(seriesOf(closed[index]));
      return definition.onInstant({ clock, closed: list }, ctx);
    },
  };
})`;
