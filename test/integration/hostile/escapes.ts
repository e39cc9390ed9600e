/**
 * Ways out of a strategy's realm, each a body of `onStart(ctx)`. `leak(value)` checks whether a value belongs to
 * another realm, or leads into one; `top` means that the attempt is at the head of the file, before anything is called.
 */
export interface Escape {
  readonly kind: string;
  readonly code: string;
  readonly top?: boolean;
}

const BARS = `ctx.view.lastBars('RIVN', '1m', 3)`;
/** An attempt to use `name` of `owner`: replaced by a function that leaks what it is handed, and calls what was there. */
const replacing = (owner: string, name: string): Escape => ({
  kind: `${owner}.${name} replaced`,
  code: `const was = ${owner}.${name};
    ${owner}.${name} = function (...given) { leak(this); given.forEach(leak); return Reflect.apply(was, this, given); };
    use(ctx);`,
  top: true,
});
const replaced = (owner: string, names: string): readonly Escape[] =>
  names.split(' ').map((name) => replacing(owner, name));

const hooked = (symbol: string, owner: string): Escape => ({
  kind: `${owner}[Symbol.${symbol}]`,
  code: `Object.defineProperty(${owner}, Symbol.${symbol}, { configurable: true, value: function (...given) { leak(this); given.forEach(leak); return true; } });
    use(ctx);`,
  top: true,
});

const constructor = (name: string): Escape => ({
  kind: `the global ${name} replaced`,
  code: `const Was = globalThis.${name};
    try { globalThis.${name} = function (...given) { given.forEach(leak); return Reflect.construct(Was, given); }; } catch {}
    try { globalThis.${name}.prototype = Was.prototype; } catch {}
    use(ctx);`,
  top: true,
});

/** An object that leaks any value that calls it. */
const TRAPS = `new Proxy(function () {}, new Proxy({}, { get: (_, trap) => (...given) => {
  given.forEach(leak); return trap === 'ownKeys' ? [] : trap === 'get' ? undefined : Reflect[trap](...given); } }))`;

export const ESCAPES: readonly Escape[] = [
  ...replaced('Array', 'isArray from of'),
  ...replaced('Object', 'keys freeze defineProperty entries assign getPrototypeOf create'),
  ...replaced('Reflect', 'apply construct get ownKeys has'),
  ...replaced('JSON', 'stringify parse'),
  ...replaced('ArrayBuffer', 'isView'),
  ...replaced('String', 'raw fromCharCode'),
  ...replaced(
    'Array.prototype',
    'map push forEach join slice concat some find filter indexOf toLocaleString',
  ),
  ...replaced('String.prototype', 'slice split startsWith replace match toString localeCompare'),
  ...replaced('Function.prototype', 'call apply bind toString'),
  ...replaced('WeakMap.prototype', 'get set has'),
  ...replaced('Map.prototype', 'get set has'),
  ...replaced('RegExp.prototype', 'exec test'),
  ...replaced('Date.prototype', 'getTime toISOString valueOf'),
  ...replaced('Error.prototype', 'toString'),
  ...replaced('Error', 'captureStackTrace'),
  ...[
    'Float64Array',
    'Error',
    'TypeError',
    'RangeError',
    'Object',
    'Array',
    'String',
    'Date',
    'WeakMap',
    'Map',
  ].map(constructor),
  hooked('hasInstance', 'Error'),
  {
    kind: 'Error[Symbol.hasInstance] as an import fails',
    code: `Object.defineProperty(Error, Symbol.hasInstance, { value: (error) => { leak(error); return true; } });
      try { require('node:fs'); } catch (error) { leak(error); } try { require('./missing.js'); } catch (error) { leak(error); }`,
    top: true,
  },
  hooked('hasInstance', 'Object'),
  hooked('hasInstance', 'Function.prototype'),
  hooked('iterator', 'Array.prototype'),
  hooked('iterator', 'Float64Array.prototype'),
  hooked('iterator', 'Object.prototype'),
  hooked('species', 'Array'),
  hooked('species', 'Float64Array'),
  hooked('toPrimitive', 'Object.prototype'),
  hooked('toPrimitive', 'Date.prototype'),
  hooked('toStringTag', 'Object.prototype'),
  hooked('isConcatSpreadable', 'Array.prototype'),
  hooked('unscopables', 'Array.prototype'),
  hooked('match', 'RegExp.prototype'),
  hooked('replace', 'RegExp.prototype'),
  hooked('split', 'RegExp.prototype'),
  ...[
    'value',
    'get',
    'message',
    'stack',
    'ok',
    'answer',
    'symbol',
    'interval',
    'length',
    'then',
    'toJSON',
    'id',
  ].map((name): Escape => ({
    kind: `Object.prototype.${name} as an accessor`,
    code: `Object.defineProperty(Object.prototype, '${name}', { configurable: true,
        get() { leak(this); return undefined; }, set(value) { leak(this); leak(value); } });
        use(ctx);`,
    top: true,
  })),
  {
    kind: 'an index of Array.prototype as an accessor',
    code: `Object.defineProperty(Array.prototype, 0, { configurable: true, set(value) { leak(this); leak(value); } }); use(ctx);`,
    top: true,
  },
  { kind: 'the constructor of ctx', code: `leak(ctx); leak(ctx.constructor); leak(ctx.view.constructor);` },
  {
    kind: 'the constructor of a lent function',
    code: `leak(ctx.view.lastBars); leak(ctx.signal.constructor);`,
  },
  {
    kind: 'bars and their buffers',
    code: `const bars = ${BARS}; leak(bars); leak(bars.close); leak(bars.close.buffer);`,
  },
  { kind: 'the clock', code: `leak(ctx.clock.now); leak(new Date()); leak(Date);` },
  {
    kind: 'an error of a wrong symbol',
    code: `try { ctx.symbols.add('?'); } catch (error) { leak(error); leak(error.cause); }`,
  },
  {
    kind: 'an error of a wrong argument',
    code: `for (const odd of [null, {}, Symbol('s'), 10n]) for (const call of Object.values(ctx.orders)) try { leak(call(odd, odd, odd)); } catch (error) { leak(error); }`,
  },
  {
    kind: 'an error of the host from too deep a stack',
    code: `const errors = []; const fall = () => { try { fall(); } catch (error) { errors.push(error); }
        try { ctx.clock.now(); } catch (error) { errors.push(error); }
        try { ctx.view.lastBars('RIVN', '1m', 2); } catch (error) { errors.push(error); }
        try { Date.now(); } catch (error) { errors.push(error); }
        try { Math.random(); } catch (error) { errors.push(error); }
        try { console.log(''); } catch (error) { errors.push(error); } };
      fall(); errors.slice(0, 400).forEach(leak);`,
  },
  {
    kind: 'an error of the host from a stack of many depths',
    code: `for (let depth = 7000; depth < 13000; depth += 7) { const dive = (left) => { if (left > 0) return dive(left - 1); ctx.symbols.lockedBy('RIVN'); };
        try { dive(depth); } catch (error) { leak(error); } }`,
  },
  {
    kind: 'Error.prepareStackTrace',
    code: `try { Error.prepareStackTrace = (error, frames) => { leak(error); leak(frames); frames.forEach((frame) => { leak(frame); leak(frame.getThis()); leak(frame.getFunction()); }); return frames; }; } catch {}
      leak(new Error('x').stack); try { ctx.symbols.add('?'); } catch (error) { leak(error.stack); }`,
  },
  {
    kind: 'Error.prepareStackTrace of another global Error',
    code: `try { globalThis.Error = { prepareStackTrace: (error, frames) => { leak(frames); frames.forEach((frame) => { leak(frame); leak(frame.getThis()); }); return ''; } }; } catch {}
      try { Object.defineProperty(globalThis, 'Error', { value: { prepareStackTrace: (_, frames) => { frames.forEach(leak); } } }); } catch {}
      try { null.x; } catch (error) { leak(error.stack); }`,
    top: true,
  },
  {
    kind: 'Error.captureStackTrace',
    code: `const into = {}; Error.captureStackTrace(into); leak(into.stack); if (/node:|\\/|\\\\\\\\/.test(String(into.stack).replace(/strategy:[^)]*/g, ''))) escaped('a path: ' + into.stack);`,
  },
  {
    kind: 'Error.stackTraceLimit',
    code: `Error.stackTraceLimit = 1e9; leak(new Error('x').stack); Error.stackTraceLimit = { valueOf() { leak(this); return 3; } }; leak(new Error('x').stack);`,
  },
  { kind: 'eval', code: `leak(eval('this'));` },
  { kind: 'eval by another name', code: `leak((0, eval)('globalThis.process'));` },
  { kind: 'eval as a method', code: `leak(globalThis.eval.call(null, 'process'));` },
  { kind: 'Function', code: `leak(Function('return process')());` },
  { kind: 'new Function', code: `leak(new Function('return this')());` },
  { kind: 'the constructor of a function', code: `leak((() => {}).constructor('return process')());` },
  {
    kind: 'the constructor of a generator',
    code: `leak(Object.getPrototypeOf(function* () {}).constructor('yield process')().next());`,
  },
  {
    kind: 'Reflect.construct of Function',
    code: `leak(Reflect.construct(Function, ['return process'], class {})());`,
  },
  {
    kind: 'a generator that is left and entered',
    code: `function* steps() { try { leak(yield 1); } finally { leak(yield 2); } } const it = steps(); it.next(); leak(it.return(ctx)); leak(it.next()); leak(it[Symbol.iterator]());`,
  },
  {
    kind: 'a generator that throws what came',
    code: `function* steps() { while (true) try { yield 1; } catch (error) { leak(error); } } const it = steps(); it.next(); try { ctx.symbols.add('?'); } catch (error) { it.throw(error); }`,
  },
  {
    kind: 'an object that traps everything, handed over',
    code: `const trap = ${TRAPS}; for (const call of [...Object.values(ctx.view), ...Object.values(ctx.orders), ...Object.values(ctx.symbols), ctx.signal, ctx.log.info, console.log]) try { leak(call(trap, trap, trap)); } catch (error) { leak(error); }`,
  },
  {
    kind: 'a proxy that is revoked meanwhile',
    code: `const { proxy, revoke } = Proxy.revocable({}, {}); try { ctx.signal({ get symbol() { revoke(); return 'RIVN'; }, proxy }); } catch (error) { leak(error); }`,
  },
  {
    kind: 'a getter in what is handed over',
    code: `try { ctx.signal({ get symbol() { leak(this); throw { thrown: 1 }; } }); } catch (error) { leak(error); }`,
  },
  {
    kind: 'toJSON in what is handed over',
    code: `try { ctx.signal({ toJSON(...given) { leak(this); given.forEach(leak); return globalThis; } }); } catch (error) { leak(error); }`,
  },
  {
    kind: 'toString in what is handed over',
    code: `try { ctx.log.info({ toString(...given) { leak(this); given.forEach(leak); return 'x'; } }); } catch (error) { leak(error); }`,
  },
  {
    kind: 'a thenable in place of an answer',
    code: `return { then(...given) { leak(this); given.forEach(leak); } };`,
  },
  { kind: 'a thrown proxy', code: `throw ${TRAPS};`, top: false },
  {
    kind: 'a thrown object with getters',
    code: `throw { get message() { leak(this); return { toString() { leak(this); return 'x'; } }; }, get name() { throw { again: 1 }; }, get stack() { leak(this); return ctx; } };`,
  },
  {
    kind: 'Function.prototype.caller',
    code: `function inner() { leak(inner.caller); leak(inner.arguments); } inner(); leak(ctx.signal.caller);`,
  },
  { kind: 'arguments.callee', code: `(function () { leak(arguments.callee.caller); })();` },
  {
    kind: 'arguments of what is called',
    code: `try { leak(Object.getOwnPropertyDescriptor(Function.prototype, 'caller').get.call(use)); } catch (error) { leak(error); }`,
  },
  {
    kind: 'RegExp statics',
    code: `/(x)/.exec('x'); leak(RegExp.$1); leak(RegExp.input); new Date('2025-01-02 10:00'); for (const key of ['$1', '$_', '$&', 'lastMatch']) if (/\\/|node:/.test(RegExp[key])) escaped(RegExp[key]);`,
  },
  {
    kind: 'descriptors of the global',
    code: `for (const key of Reflect.ownKeys(globalThis)) { const own = Object.getOwnPropertyDescriptor(globalThis, key); leak(own); if (own) leak(own.value); } leak(Object.getOwnPropertyDescriptors(globalThis)); leak(Object.getPrototypeOf(globalThis));`,
  },
  {
    kind: 'a setter on the global',
    code: `Object.defineProperty(globalThis, 'zod', { set(value) { leak(this); leak(value); }, get() { leak(this); return 1; } }); globalThis.zod = 1; leak(globalThis.zod);`,
  },
  {
    kind: 'this of a function',
    code: `(function () { leak(this); })(); leak(function () { return this; }.call(undefined));`,
  },
  {
    kind: 'a primitive as this',
    code: `Object.defineProperty(Number.prototype, 'self', { configurable: true, get() { return this; } }); leak((5).self); leak(ctx.clock.now().self);`,
  },
  {
    kind: 'require',
    code: `for (const name of ['node:fs', 'fs', 'module', '__proto__', 'constructor', '../x.js', '/etc/passwd', '\\0package:/etc/passwd', '']) try { leak(require(name)); } catch (error) { leak(error); } leak(require); leak(require.main); leak(require.cache);`,
    top: true,
  },
  {
    kind: 'require with an object',
    code: `try { leak(require({ toString() { leak(this); return 'zod'; } })); } catch (error) { leak(error); }`,
    top: true,
  },
  {
    kind: 'the module and its exports',
    code: `leak(module); leak(exports); leak(module.constructor); leak(module.parent); module.exports = new Proxy({}, { get: (_, key, receiver) => { leak(receiver); return undefined; } });`,
    top: true,
  },
  {
    kind: 'zod as it is handed out',
    code: `leak(zod); leak(zod.z); leak(zod.z.object({}).parse({})); leak(zod.z.string().safeParse(5).error);`,
  },
  {
    kind: 'a promise of zod',
    code: `for (const make of [() => zod.z.string().parseAsync(5), () => zod.z.promise(zod.z.any()).parse({ then() { throw 1; } }), () => zod.z.string().safeParseAsync('x'), () => zod.z.any().refine(() => ({ then() {} })).parse(1)]) { let made; try { made = make(); } catch (error) { leak(error); } leak(made); if (made && typeof made.then === 'function' && made.constructor.name === 'Promise') escaped('a promise'); }`,
  },
  {
    kind: 'a hook of zod',
    code: `try { zod.z.object({ a: zod.z.any().transform((value, more) => { leak(value); leak(more); return value; }) }).parse({ a: 1 }); } catch (error) { leak(error); } leak(zod.z.toJSONSchema(zod.z.object({})));`,
  },
  { kind: 'the counter of turns', code: `leak(typeof __turn === 'undefined' ? 0 : 1);` },
  {
    kind: 'the counter of turns, written otherwise',
    code: `leak(typeof __t\\u0075rn === 'undefined' ? 0 : 1);`,
  },
  {
    kind: 'globals that the realm must not have',
    code: `for (const name of ['process', 'require', 'global', 'Buffer', 'Promise', 'Intl', 'Temporal', 'ShadowRealm', 'WebAssembly', 'SharedArrayBuffer', 'Atomics', 'WeakRef', 'FinalizationRegistry', 'AsyncDisposableStack', 'performance', 'fetch', 'setTimeout', 'structuredClone', 'queueMicrotask', 'navigator', 'crypto']) if (typeof globalThis[name] !== 'undefined' && name !== 'global') escaped('the global ' + name); if (typeof Array.fromAsync !== 'undefined' || 'toTemporalInstant' in Date.prototype) escaped('a way to one');`,
  },
  {
    kind: 'a class that extends what is lent',
    code: `try { leak(new (class extends ctx.signal {})()); } catch (error) { leak(error); } leak(class extends Date {}.prototype); leak(new (class extends Date {})());`,
  },
  {
    kind: 'Reflect.construct with a lent newTarget',
    code: `try { leak(Reflect.construct(Date, [], ctx.signal)); } catch (error) { leak(error); } try { leak(Reflect.construct(Object, [], console.log)); } catch (error) { leak(error); }`,
  },
  {
    kind: 'writing to what is lent',
    code: `for (const place of [ctx, ctx.view, ctx.orders, console, ctx.view.lastBars]) try { Object.setPrototypeOf(place, ${TRAPS}); } catch (error) { leak(error); } use(ctx);`,
  },
  {
    kind: 'the prototype of the global exchanged',
    code: `try { Object.setPrototypeOf(globalThis, ${TRAPS}); } catch (error) { leak(error); } try { leak(globalThis.anything); } catch (error) { leak(error); } use(ctx);`,
  },
  {
    kind: 'the prototype of Object.prototype exchanged',
    code: `try { Object.setPrototypeOf(Object.prototype, ${TRAPS}); } catch (error) { leak(error); } use(ctx);`,
  },
  {
    kind: 'structured values: a cycle, a map, a set, a typed array',
    code: `const cycle = {}; cycle.cycle = cycle; for (const value of [cycle, new Map([[1, cycle]]), new Set([1]), new Float64Array(3), new Date(), /x/g, new Error('x'), [,,1], new ArrayBuffer(8), new DataView(new ArrayBuffer(8))]) { try { leak(ctx.signal(value)); } catch (error) { leak(error); } try { leak(ctx.log.info(value)); } catch (error) { leak(error); } try { leak(ctx.orders.buy('RIVN', 1, value)); } catch (error) { leak(error); } }`,
  },
  {
    kind: 'a typed array with its buffer taken',
    code: `const own = new Float64Array(4); leak(own.buffer); try { structuredClone(own.buffer, { transfer: [own.buffer] }); } catch (error) { leak(error); } leak(${BARS}.close.buffer.constructor);`,
  },
  {
    kind: 'console with hooks',
    code: `console.log({ toJSON(key) { leak(this); leak(key); return ctx; } }, Symbol.iterator, function () {}, ctx); leak(console); leak(console.log);`,
  },
  {
    kind: 'a tag function',
    code: `const tag = (strings, ...values) => { leak(strings); leak(strings.raw); values.forEach(leak); return ''; }; tag\`\${ctx}\${ctx.view}\`;`,
  },
  {
    kind: 'a label, with and a comment that ends the wrapper',
    code: `/* }) */ leak(1); // })(globalThis.process)`,
  },
  { kind: 'HTML comments', code: `let x = 1; x\n<!-- leak(ctx)\n; leak(x);` },
];

/** Files that must be refused before any of their code runs. */
export const REFUSED: readonly string[] = [
  `}); globalThis.escaped = 1; (function () {`,
  `import('node:fs').then((fs) => escaped(fs));`,
  `const load = (name) => import(name); load('node:fs');`,
  `export const later = async () => 1;`,
  `for await (const each of []) {}`,
  `const { x = await 1 } = {};`,
  `async function* f() {}`,
  `class A { async m() {} }`,
  `({ async *m() {} });`,
  `var __turn = () => {}; for (;;) {}`,
  `function f(__turn) { for (;;) {} } f(() => {});`,
  `with (globalThis) { escaped(process); }`,
  `import.meta.url;`,
  `#! /usr/bin/env node\n({}).x;`,
  `new.target;`,
];
