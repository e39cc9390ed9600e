import { DATE_AND_LOCALE } from './prelude-locale.ts';

/**
 * Runs first in a strategy's own realm, in the language of that realm: as text, because a strategy must not reach any
 * of our objects. It takes every intrinsic that it needs before a strategy's code exists, and never asks an object that
 * a strategy can change: no iteration, no `instanceof`, no method of a prototype. Only primitives, or copies made here,
 * cross the border; the host's exceptions are caught and thrown again as errors of this realm.
 *
 * `host` provides `now()` (the session clock), `uniform()` (seeded), `log(level, text)`, `limit` (the turns of one
 * call) and `compile(from, wanted)`: the function of a module, or the reason that there is none.
 */
export const PRELUDE = `(function (host) {
  'use strict';
  const { now: hostNow, uniform: hostUniform, log: hostLog, compile: hostCompile, limit } = host;
  const global = globalThis;
  const OwnError = Error;
  const OwnString = String;
  const Floats = Float64Array;
  const RealDate = Date;
  const { stringify, parse } = JSON;
  const { keys, freeze, defineProperty, getOwnPropertyNames, getOwnPropertyDescriptor, getPrototypeOf, prototype: ObjectPrototype } = Object;
  const { apply, construct, ownKeys, has } = Reflect;
  const { isArray } = Array, { isView } = ArrayBuffer;
  const { bind, call: callOf } = Function.prototype;
  // A bound function asks nobody: not even Function.prototype.call, which a strategy may replace.
  const uncurry = apply(bind, bind, [callOf]);
  const get = uncurry(WeakMap.prototype.get);
  const set = uncurry(WeakMap.prototype.set);
  const slice = uncurry(String.prototype.slice);
  const startsWith = uncurry(String.prototype.startsWith);
  const indexOf = uncurry(String.prototype.indexOf);
  const exec = uncurry(RegExp.prototype.exec);
  const errorText = uncurry(OwnError.prototype.toString);
  const tooMany = 'it went round more than ' + limit.toLocaleString('en-US') + ' times in one call: a loop that does not end?';

  const ALLOWED = new Set(['Object', 'Function', 'Array', 'Number', 'parseFloat', 'parseInt', 'Infinity', 'NaN', 'undefined',
    'Boolean', 'String', 'Symbol', 'Date', 'RegExp', 'Error', 'AggregateError', 'EvalError', 'RangeError', 'ReferenceError',
    'SyntaxError', 'TypeError', 'URIError', 'globalThis', 'JSON', 'Math', 'ArrayBuffer', 'Uint8Array', 'Int8Array',
    'Uint16Array', 'Int16Array', 'Uint32Array', 'Int32Array', 'Float32Array', 'Float64Array', 'Uint8ClampedArray',
    'BigUint64Array', 'BigInt64Array', 'DataView', 'Map', 'BigInt', 'Set', 'WeakMap', 'WeakSet', 'Proxy', 'Reflect',
    'decodeURI', 'decodeURIComponent', 'encodeURI', 'encodeURIComponent', 'escape', 'unescape', 'eval', 'isFinite',
    'isNaN', 'console', 'Iterator']);
  for (const name of ownKeys(global)) if (!ALLOWED.has(name)) delete global[name];
  // Ways from an allowed global to one that is not: promises, and the clock of the machine.
  delete Array.fromAsync;
  delete RealDate.prototype.toTemporalInstant;
  if (typeof Iterator === 'function') delete Iterator.prototype.toAsync;

  /** Anything as text, by a strategy's own hooks, and cut: it may throw what a strategy throws. */
  const textOf = (value, most = 4000) => {
    const text = typeof value === 'string' ? value : OwnString(value);
    return text.length > most ? slice(text, 0, most) : text;
  };
  /** What the host threw, or the machine on the way there, as words. The object stays here. */
  const wordsOf = (error) => {
    try {
      return error !== null && typeof error === 'object' ? textOf(error.message) : textOf(error);
    } catch {
      return 'it failed';
    }
  };
  const asking = (hostFunction) => {
    let answer;
    let problem;
    try {
      answer = hostFunction();
    } catch (error) {
      problem = wordsOf(error);
    }
    if (problem !== undefined) throw new OwnError(problem);
    return answer;
  };
  const now = () => asking(hostNow);

  ${DATE_AND_LOCALE}

  defineProperty(Math, 'random', { value: () => asking(hostUniform), writable: true, configurable: true, enumerable: false });
  const print = (level) => freeze((...words) => {
    let text = '';
    for (let index = 0; index < words.length; index++) {
      const word = words[index];
      text += (index === 0 ? '' : ' ') + textOf(typeof word === 'string' ? word : stringify(word));
    }
    asking(() => hostLog(level, text));
  });
  defineProperty(global, 'console', { writable: true, configurable: true, enumerable: false, value: freeze({
    log: print('info'), info: print('info'), debug: print('info'), warn: print('warn'), error: print('warn') }) });

  // A stack names the strategy's own lines and no path of the machine, alike on every one.
  const FRAMES = 'strategy:';
  const stackOf = (error, frames) => {
    let text;
    try {
      text = textOf(errorText(error));
    } catch {
      text = 'Error';
    }
    for (let index = 0; index < frames.length; index++) {
      const frame = frames[index];
      const file = frame.getFileName();
      if (typeof file === 'string' && startsWith(file, FRAMES)) text += '\\n    at ' + frame.toString();
    }
    return text;
  };
  OwnError.stackTraceLimit = 30;
  defineProperty(OwnError, 'prepareStackTrace', { value: stackOf, writable: false, configurable: false, enumerable: false });
  // The runtime asks the global of this name for it at every stack.
  defineProperty(global, 'Error', { value: OwnError, writable: false, configurable: false, enumerable: false });

  const isPlain = (value) => value === null || (typeof value !== 'object' && typeof value !== 'function');
  /** Copies what the host answers: primitives, lists, records and columns of numbers. */
  const adopt = (value) => {
    if (value === null || typeof value !== 'object') return typeof value === 'function' ? undefined : value;
    if (isView(value)) return new Floats(value);
    if (isArray(value)) {
      const list = [];
      for (let index = 0; index < value.length; index++) list[index] = adopt(value[index]);
      return list;
    }
    const object = {};
    const names = keys(value);
    for (let index = 0; index < names.length; index++) object[names[index]] = adopt(value[names[index]]);
    return object;
  };
  const LONGEST = 1000000;
  /** An object that a strategy hands over, as JSON; undefined for what JSON does not know, as a function. */
  const written = (value) => {
    const text = stringify(value);
    if (typeof text !== 'string') return undefined;
    if (text.length > LONGEST) throw new OwnError('what is handed over is too large');
    return text;
  };

  let turns = 0;
  const turn = () => {
    if (++turns <= limit) return;
    throw new OwnError(tooMany);
  };

  let onCall = false;
  const borrow = (hostFunction) => freeze((one, two, three, four) => {
    if (!onCall) throw new OwnError('ctx can be used only during the call that it was handed to');
    // A bit for each argument that crosses as JSON.
    let asText = 0;
    if (!isPlain(one)) { one = written(one); if (one !== undefined) asText += 1; }
    if (!isPlain(two)) { two = written(two); if (two !== undefined) asText += 2; }
    if (!isPlain(three)) { three = written(three); if (three !== undefined) asText += 4; }
    if (!isPlain(four)) { four = written(four); if (four !== undefined) asText += 8; }
    let answer;
    let problem;
    try {
      answer = hostFunction(asText, one, two, three, four);
    } catch (error) {
      problem = wordsOf(error);
    }
    if (problem !== undefined) throw new OwnError(problem);
    return adopt(answer);
  });
  const wrap = (hostObject) => {
    const object = {};
    const names = keys(hostObject);
    for (let index = 0; index < names.length; index++) {
      const value = hostObject[names[index]];
      object[names[index]] = typeof value === 'function' ? borrow(value) : isPlain(value) ? value : wrap(value);
    }
    return object;
  };
  const frozen = (object) => {
    const names = keys(object);
    for (let index = 0; index < names.length; index++) if (!isPlain(object[names[index]])) freeze(object[names[index]]);
    return freeze(object);
  };

  /** What a strategy threw, as text alone. */
  const failed = (error) => {
    try {
      if (error !== null && typeof error === 'object' && has(error, 'message')) {
        return { ok: false, message: textOf(error.name) + ': ' + textOf(error.message), stack: textOf(error.stack, 20000) };
      }
      return { ok: false, message: textOf(error), stack: '' };
    } catch {
      return { ok: false, message: 'it threw something that cannot be shown', stack: '' };
    }
  };
  const guarded = (call) => {
    turns = 0;
    onCall = true;
    try {
      const answer = call();
      if (answer !== null && typeof answer === 'object' && typeof answer.then === 'function') {
        throw new OwnError('it is async; the engine does not wait for a strategy, so write it without await');
      }
      return { ok: true, answer };
    } catch (error) {
      return failed(error);
    } finally {
      onCall = false;
    }
  };
  /** A call for text alone: what a strategy puts in its place does not leave. */
  const saying = (call) => guarded(() => {
    const text = call();
    return typeof text === 'string' ? text : '';
  });

  // Every module is evaluated here, so that what one throws never passes through the host.
  const modules = { __proto__: null };
  const provided = freeze({ defineStrategy: freeze((own) => own), defineScanner: freeze((own) => own) });
  const waiting = () => { throw new OwnError('it is async; the engine does not wait for a strategy, so write it without await'); };
  function NoPromise() { waiting(); }
  NoPromise.resolve = NoPromise.reject = NoPromise.all = waiting;
  const load = (from, wanted) => {
    let compiled, id, problem;
    try {
      compiled = hostCompile(from, wanted);
      id = compiled.id;
      problem = compiled.problem;
    } catch (error) {
      problem = wordsOf(error);
    }
    if (problem !== undefined) throw new OwnError(problem);
    if (id === 'tapedeck/strategy') return provided;
    const there = modules[id];
    if (there !== undefined) return there.exports;
    const module = { exports: {} };
    modules[id] = module;
    const require = freeze((name) => load(id, textOf(name)));
    const evaluate = compiled.evaluate;
    if (compiled.isPackage) evaluate(module.exports, require, module, turn, NoPromise);
    else evaluate(module.exports, require, module, turn);
    return module.exports;
  };

  let definition, ctx;
  let params = {};
  const adopted = new WeakMap();
  const seriesOf = (ref) => {
    let own = get(adopted, ref);
    if (own === undefined) set(adopted, ref, (own = freeze({ symbol: ref.symbol, interval: ref.interval })));
    return own;
  };
  const membersOf = (object, at = object, members = []) => {
    const names = at === null || at === ObjectPrototype ? [] : getOwnPropertyNames(at);
    for (let index = 0; index < names.length && members.length < 200; index++) members[members.length] = { name: textOf(names[index], 100), isFunction: typeof object[names[index]] === 'function' };
    return names.length === 0 ? members : membersOf(object, getPrototypeOf(at), members);
  };
  const define = () => {
    const entry = load('', '');
    const given = entry !== null && typeof entry === 'object' ? (entry.default ?? entry) : undefined;
    const name = given !== null && typeof given === 'object' ? given.name : undefined;
    if (typeof name !== 'string') {
      throw new OwnError('it exports no strategy; expected: export default defineStrategy({ name: "…", … })');
    }
    definition = given;
    return stringify({
      name: textOf(name, 200),
      description: textOf(definition.description ?? ''),
      isScanner: typeof definition.scan === 'function',
      hasParams: definition.params !== undefined,
      names: membersOf(definition),
    });
  };
  const paramsSchema = () => {
    const zod = load('', 'zod');
    return stringify(zod.z.toJSONSchema(definition.params, { io: 'input' }));
  };
  const parseParams = (text) => {
    if (definition.params === undefined) return '{"ok":true}';
    const parsed = definition.params.safeParse(parse(text));
    if (parsed.success !== true) {
      return stringify({ ok: false, issues: parsed.error.issues.map(({ path, message }) => ({ path, message })) });
    }
    params = parsed.data;
    return '{"ok":true}';
  };

  return {
    define: () => saying(define),
    paramsSchema: () => saying(paramsSchema),
    parseParams: (text) => saying(() => parseParams(text)),
    ask: (name) => saying(() => stringify(definition[name]?.(params) ?? {})),
    begin: (hostContext) => guarded(() => {
      const made = wrap(hostContext);
      made.params = params;
      made.state = definition.state?.(params);
      ctx = made;
      const names = ['clock', 'view', 'symbols', 'orders', 'random', 'log'];
      for (let index = 0; index < names.length; index++) if (made[names[index]] !== undefined) frozen(made[names[index]]);
      freeze(ctx);
    }),
    call: (name) => guarded(() => definition[name]?.(ctx)),
    callWith: (name, value) => guarded(() => definition[name]?.(adopt(value), ctx)),
    instant: (clock, closed) => guarded(() => {
      if (definition.onInstant === undefined) return undefined;
      const list = [];
      for (let index = 0; index < closed.length; index++) list[index] = seriesOf(closed[index]);
      return definition.onInstant({ clock, closed: list }, ctx);
    }),
  };
})`;
