import { definitionNamesError } from '../../../core/analysis-engine/definition-names.ts';
import { historicalKeyError } from '../../../core/data-processor/historical-indicators/historical-key.ts';
import { indicatorKeyError } from '../../../core/data-processor/indicators/indicator-key.ts';
import {
  intervalOf,
  keyOf,
  numberOf,
  outputOf,
  symbolTextOf,
} from '../../../core/analysis-engine/checked-arguments.ts';
import {
  checkNames,
  describeParameters,
  firstIssue,
  type StrategyKind,
} from '../../../core/analysis-engine/strategy-kind.ts';
import { runScanner, runStrategy } from '../../../core/analysis-engine/run-definition.ts';
import type {
  Context,
  Needs,
  ScannerContext,
  ScanSchedule,
  View,
} from '../../../core/analysis-engine/strategy-api.ts';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import type { Strategy } from '../../../core/analysis-engine/strategy.ts';
import type { CallWatch } from '../thread/pulse.ts';
import type { ScriptCache } from './script-cache.ts';
import { StrategySandbox } from './strategy-sandbox.ts';
import type { StrategySource } from './strategy-source.ts';

type Check = (value: unknown) => unknown;

const count: Check = (value) => numberOf(value, 'count');
const openMs: Check = (value) => numberOf(value, 'openMs');

/** The methods of the view that a strategy of a file gets, with a check of each argument. */
const VIEW_METHODS = {
  activeSymbols: [],
  loadedIntervals: [symbolTextOf],
  baseInterval: [symbolTextOf],
  metadata: [symbolTextOf],
  latestBar: [symbolTextOf, intervalOf],
  lastBars: [symbolTextOf, intervalOf, count],
  barsSince: [symbolTextOf, intervalOf, openMs],
  barCount: [symbolTextOf, intervalOf],
  metrics: [symbolTextOf],
  historicalBars: [symbolTextOf, intervalOf],
  historyAndToday: [symbolTextOf, intervalOf],
  indicator: [symbolTextOf, keyOf, outputOf],
  indicatorKeys: [symbolTextOf],
  historicalIndicator: [symbolTextOf, keyOf, outputOf],
  historicalIndicatorKeys: [symbolTextOf],
  quality: [symbolTextOf, intervalOf],
} as const satisfies Partial<Record<keyof View, readonly Check[]>>;

interface UserKindOptions {
  /** False for the code of a replayed run: it runs as it did, with its errors. */
  readonly isNew: boolean;
  readonly calls?: CallWatch | undefined;
}

/** A user's file as a strategy. Every run of it gets a sandbox of its own. */
export function userStrategyKind(
  source: StrategySource,
  scripts: ScriptCache,
  { isNew, calls }: UserKindOptions = { isNew: true },
): Result<StrategyKind> {
  const first = new StrategySandbox(source, scripts, NOBODY, source.entry, calls);
  const loaded = first.load();
  if (!loaded.ok) return loaded;
  const schema = first.paramsSchema();
  if (!schema.ok) return schema;
  const { name, description, isScanner, names } = loaded.value;
  const wrong = isNew ? definitionNamesError(names, isScanner ? 'scanner' : 'strategy') : undefined;
  if (wrong !== undefined) return fail('bad_file', `${source.entry}: ${wrong}`);
  const parameters = describeParameters(schema.value);
  return ok({
    name,
    role: isScanner ? 'scanner' : 'strategy',
    description,
    parameters,
    create(given, label) {
      const unknown = checkNames(given, parameters);
      if (unknown !== undefined) return unknown;
      const session = new Session(isNew);
      const sandbox = new StrategySandbox(source, scripts, session, `${source.entry} ${label}`, calls);
      const again = sandbox.load();
      if (!again.ok) return again;
      const parsed = sandbox.parseParams(given);
      if (!parsed.ok) return parsed;
      if (!parsed.value.ok)
        return fail('bad_config', firstIssue(parsed.value.issues ?? [], given, parameters));
      try {
        const made = isScanner ? scannerOf(sandbox, session, label) : strategyOf(sandbox, session, label);
        return ok({ ...made, ...readingOf(source) });
      } catch (error) {
        return fail('bad_file', `${source.entry}: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
  });
}

/** `view.indicator(symbol, 'sma(20)@5m')` with a literal key; computed keys are checked when the strategy reads them. */
const INDICATOR_KEY = /\.(indicator|historicalIndicator)\(\s*[^,()]+,\s*(['"`])([^'"`$\n]+)\2\s*[,)]/g;
const COMMENT = /\/\*[\s\S]*?\*\/|(?<![:'"`])\/\/[^\n]*/g;

/** The data that a strategy reads, as far as its text shows it. */
function readingOf({
  files,
}: StrategySource): Pick<Strategy, 'readsIndicators' | 'readsHistory' | 'asksForData'> {
  const text = Object.values(files).join('\n').replaceAll(COMMENT, '');
  const keysOf = (method: string): readonly string[] => [
    ...new Set(
      [...text.matchAll(INDICATOR_KEY)].flatMap(([, name, , key = '']) => (name === method ? key : [])),
    ),
  ];
  return {
    readsIndicators: keysOf('indicator'),
    readsHistory: keysOf('historicalIndicator'),
    asksForData: /\badhoc\b/.test(text),
  };
}

const NOBODY = { now: () => 0, log: () => {} };

/** A sandbox's requests to the session outside any call's context; silent until the first call. */
class Session {
  readonly isNew: boolean;

  constructor(isNew: boolean) {
    this.isNew = isNew;
  }

  context: Context | undefined;

  now(): number {
    return this.context?.clock.now() ?? 0;
  }

  log(level: 'info' | 'warn', text: string): void {
    this.context?.log[level](text);
  }
}

function strategyOf(sandbox: StrategySandbox, session: Session, label: string) {
  const within = entering(sandbox, session);
  return runStrategy(
    {
      name: label,
      needs: () => sandbox.ask('needs') as Needs,
      onStart: (ctx) => within(ctx, () => sandbox.call('onStart')),
      onInstant: ({ clock, closed }, ctx) => within(ctx, () => sandbox.instant(clock, closed)),
      onFill: (fill, ctx) => within(ctx, () => sandbox.callWith('onFill', fill)),
      onEnd: (ctx) => within(ctx, () => sandbox.call('onEnd')),
    },
    {},
    label,
  );
}

function scannerOf(sandbox: StrategySandbox, session: Session, label: string) {
  const within = entering(sandbox, session);
  return runScanner(
    {
      name: label,
      needs: () => sandbox.ask('needs') as Needs,
      schedule: () => sandbox.ask('schedule') as ScanSchedule,
      setup: (ctx) => within(ctx, () => sandbox.call('setup')),
      scan: (ctx) => within(ctx, () => sandbox.call('scan')),
    },
    {},
    label,
  );
}

/** Hands the session's context into the sandbox at the first call; it is the same one in every later call. */
function entering(sandbox: StrategySandbox, session: Session) {
  return (ctx: Context | ScannerContext, call: () => void): void => {
    if (session.context === undefined) {
      session.context = ctx;
      sandbox.begin(lent(ctx, session.isNew));
    }
    call();
  };
}

/** The context as plain objects of functions, without the parameters and the state, which are the sandbox's own. */
function lent({ params: _params, state: _state, view, ...rest }: Context, isNew: boolean): object {
  const methods = Object.entries(VIEW_METHODS).map(([name, checks]: [string, readonly Check[]]) => {
    const method = view[name as keyof typeof VIEW_METHODS] as (...values: unknown[]) => unknown;
    return [
      name,
      (one: unknown, two: unknown, three: unknown) => {
        if (isNew) {
          checks[0]?.(one);
          checks[1]?.(two);
          checks[2]?.(three);
        }
        return method.call(view, one, two, three);
      },
    ];
  });
  const lentView = Object.fromEntries(methods) as Record<string, unknown>;
  if (isNew) {
    lentView['indicator'] = knownIndicator(view, 'indicator', indicatorKeyError);
    lentView['historicalIndicator'] = knownIndicator(view, 'historicalIndicator', historicalKeyError);
  }
  return answering({ ...rest, view: lentView });
}

/** Reads an indicator; throws for a key that no indicator has, which would be undefined forever. */
function knownIndicator(
  view: View,
  method: 'indicator' | 'historicalIndicator',
  errorOf: (key: string) => string | undefined,
) {
  const sound = new Set<unknown>();
  return (symbol: string, key: string, output?: number): number | undefined => {
    symbolTextOf(symbol);
    keyOf(key);
    outputOf(output);
    const value = view[method](symbol, key, output);
    if (value !== undefined || sound.has(key)) return value;
    const error = errorOf(key);
    if (error !== undefined) throw new Error(error);
    sound.add(key);
    return undefined;
  };
}

type Lent = (asText: number, ...given: readonly unknown[]) => unknown;

/** Each function takes what crosses: primitives, and objects as JSON where a bit of the first number says so. */
function answering(object: object): object {
  const entries = Object.entries(object).map(([name, value]: [string, unknown]) => {
    if (typeof value === 'function') return [name, lending(value as (...given: unknown[]) => unknown)];
    return [name, typeof value === 'object' && value !== null ? answering(value) : value];
  });
  return Object.fromEntries(entries) as object;
}

function lending(call: (...given: unknown[]) => unknown): Lent {
  return (asText, one, two, three, four) =>
    asText === 0
      ? call(one, two, three, four)
      : call(...[one, two, three, four].map((each, index) => read(each, (asText >> index) & 1)));
}

const read = (value: unknown, asText: number): unknown =>
  asText === 1 ? (JSON.parse(value as string) as unknown) : value;
