import type { Interval } from '../../../core/base/interval.ts';
import { BarColumns, type ReadonlyBarColumns } from '../../../core/model/bar-columns.ts';
import type { Indicator } from '../../../core/data-processor/indicators/indicator.ts';
import {
  createIndicator,
  findIndicator,
  indicatorKey,
} from '../../../core/data-processor/indicators/registry.ts';
import type { StudyUpdate } from '../../contract/batch.ts';
import type { Study } from '../../contract/study.ts';

interface Running {
  readonly key: string;
  readonly name: string;
  readonly indicator: Indicator;
  readonly takesHistory: boolean;
}

/**
 * Indicators of one chart, computed over its bars: new instances with the same input as the session's own, so that the
 * last number of both is the same. Unknown indicators are left out.
 */
export class StudyFeed {
  readonly #running: readonly Running[];

  constructor(studies: readonly Study[], interval: Interval) {
    this.#running = studies.flatMap(({ name, parameters }) => {
      const spec = { ...parameters, name, interval };
      const created = createIndicator(spec);
      if (!created.ok) return [];
      const takesHistory = findIndicator(name)?.resetsEachSession === false;
      return [{ key: indicatorKey(spec), name, indicator: created.value, takesHistory }];
    });
  }

  /** Starts again from history and returns the numbers at the last `shown` bars of it. */
  begin(history: ReadonlyBarColumns, shown: number): readonly StudyUpdate[] {
    return this.#running.map(({ indicator, takesHistory, ...names }) => {
      indicator.reset();
      const from = history.length - shown;
      const update = blankUpdate(names, indicator, shown);
      if (takesHistory)
        feed(indicator, history, 0, history.length, (at) => take(update, indicator, at - from));
      return update;
    });
  }

  /** Continues with bars `[from, to)` and returns the numbers at each. */
  follow(bars: ReadonlyBarColumns, from: number, to: number): readonly StudyUpdate[] {
    return this.#running.map(({ indicator, key, name }) => {
      const update = blankUpdate({ key, name }, indicator, to - from);
      feed(indicator, bars, from, to, (at) => take(update, indicator, at - from));
      return update;
    });
  }
}

/** Joins two updates into one. */
export const joined = (first: readonly StudyUpdate[], then: readonly StudyUpdate[]): StudyUpdate[] =>
  first.map((each, index) => ({
    ...each,
    values: each.values.map((values, output) => {
      const more = then[index]?.values[output] ?? new Float64Array(0);
      const all = new Float64Array(values.length + more.length);
      all.set(values);
      all.set(more, values.length);
      return all;
    }),
  }));

export const NO_HISTORY: ReadonlyBarColumns = new BarColumns(0);

const blankUpdate = (
  { key, name }: Pick<Running, 'key' | 'name'>,
  { outputs }: Indicator,
  length: number,
): StudyUpdate => ({
  key,
  name,
  outputs,
  values: outputs.map(() => new Float64Array(length).fill(Number.NaN)),
});

function take({ values }: StudyUpdate, indicator: Indicator, at: number): void {
  if (at < 0) return;
  for (const [output, column] of values.entries()) column[at] = indicator.value(output) ?? Number.NaN;
}

function feed(
  indicator: Indicator,
  bars: ReadonlyBarColumns,
  from: number,
  to: number,
  taken: (index: number) => void,
): void {
  for (let at = from; at < to; at++) {
    indicator.update(bars, at);
    taken(at);
  }
}
