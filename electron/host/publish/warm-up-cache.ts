import type { Interval } from '../../../core/base/interval.ts';
import { spanMs } from '../../../core/base/interval.ts';
import type { Engine } from '../../../core/index.ts';
import type { ReadonlyBarColumns } from '../../../core/model/bar-columns.ts';
import type { SymbolRecord } from '../../../core/session-data/symbol-record.ts';
import type { HostedSession } from '../session/hosted-session.ts';
import { NO_HISTORY } from './study-feed.ts';

/**
 * The bars from which a record's indicators start. Readable history is in the record; bars loaded only for warming up
 * are not kept there and are read again, once per record and interval, while the chart is shown without indicators.
 */
export class WarmUpCache {
  readonly #engine: Pick<Engine, 'warmUpBars'>;
  readonly #read = new WeakMap<SymbolRecord, Map<Interval, ReadonlyBarColumns | 'reading'>>();

  constructor(engine: Pick<Engine, 'warmUpBars'>) {
    this.#engine = engine;
  }

  /** Undefined while it is being read. */
  of({ run, line }: HostedSession, record: SymbolRecord, interval: Interval): ReadonlyBarColumns | undefined {
    const readable = record.history.get(interval)?.bars;
    if (readable !== undefined) return readable;
    const day = run.day?.grid.session.day;
    if (day === undefined || !canHaveMore(record, interval)) return NO_HISTORY;
    const known = this.#read.get(record) ?? new Map<Interval, ReadonlyBarColumns | 'reading'>();
    this.#read.set(record, known);
    const found = known.get(interval);
    if (found !== undefined) return found === 'reading' ? undefined : found;
    known.set(interval, 'reading');
    void (line?.engine ?? this.#engine)
      .warmUpBars(run.config, record.symbol, day, interval)
      .then((result) => known.set(interval, result.ok ? result.value : NO_HISTORY))
      .catch(() => known.set(interval, NO_HISTORY));
    return undefined;
  }
}

/** Only a symbol with everything that the config requires warms up from a finer history than the interval's own. */
const canHaveMore = (record: SymbolRecord, interval: Interval): boolean =>
  record.metadata.meets_session_config_requirements &&
  [...record.history.keys()].some((each) => spanMs(each) < spanMs(interval));
