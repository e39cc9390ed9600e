import { asEpochMs, asTicker, type Ticker } from '../../../core/base/epoch-ms.ts';
import { ok, type Result } from '../../../core/base/result.ts';
import type { BarStore } from '../../../core/data-manager/bar-store.ts';
import {
  comparedMinutes,
  compareBars,
  type BarComparison,
  type BarDifference,
  type DayComparison,
} from '../../../core/data-manager/compare-bars.ts';
import { wholeDaysOf } from '../../../core/data-manager/exchange-days.ts';
import type { ImportProposal } from '../../../core/data-manager/importers/proposal.ts';
import type { ReadonlyBarColumns } from '../../../core/model/bar-columns.ts';
import type { MarketCalendar } from '../../../core/time-manager/market-calendar.ts';
import type { ComparedBar, ComparedDay, ImportComparison } from '../../contract/import-requests.ts';
import type { RequestParams } from '../../contract/requests.ts';
import { ALL_TIME, barsOfFiles } from '../store/other-source.ts';

/** Most differences of one day that are listed; a longer list is not read. */
const MOST_LISTED = 500;

interface Parts {
  readonly store: BarStore;
  readonly calendar: MarketCalendar;
}

/** Compares files that could be imported with the store. Keeps the bars of the selected file. */
export class ImportComparer {
  readonly #parts: Parts;
  #kept:
    | { readonly proposal: ImportProposal; readonly symbol: string; readonly bars: ReadonlyBarColumns }
    | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The changes that importing a file would make to its days: the store on the left, the file on the right. */
  async compare(
    proposal: ImportProposal,
    { symbol: name, tolerance, day }: Omit<RequestParams<'import_compare'>, 'import_id'>,
  ): Promise<Result<ImportComparison>> {
    const { store, calendar } = this.#parts;
    const [symbol, interval] = [asTicker(name), proposal.interval.value];
    const right = await this.#barsOf(proposal, symbol);
    if (!right.ok) return right;
    const left = await store.getBars(symbol, interval, wholeDaysOf(right.value, calendar));
    if (!left.ok) return left;
    const compared = compareBars(left.value.bars, right.value, tolerance, calendar);
    const shown = day ?? compared.days[0]?.day;
    const mapped = interval === '1d' ? undefined : left.value.bars;
    return ok({
      symbol,
      interval,
      days: compared.days.map((each) => comparedDay(each, mapped, compared, calendar)),
      differences: compared.differences
        .filter(({ openMs }) => calendar.dayOf(asEpochMs(openMs)) === shown)
        .slice(0, MOST_LISTED)
        .map(comparedBar),
      fields: Object.entries(compared.fields).map(([field, distance]) => ({ field, ...distance })),
    });
  }

  /** Releases a file's bars. */
  forget(proposal: ImportProposal | undefined): void {
    if (this.#kept?.proposal === proposal) this.#kept = undefined;
  }

  async #barsOf(proposal: ImportProposal, symbol: Ticker): Promise<Result<ReadonlyBarColumns>> {
    const kept = this.#kept;
    if (kept?.proposal === proposal && kept.symbol === symbol) return ok(kept.bars);
    const wanted = { symbol, interval: proposal.interval.value, range: ALL_TIME };
    const read = await barsOfFiles([proposal], wanted, this.#parts.calendar);
    if (read.ok) this.#kept = { proposal, symbol, bars: read.value };
    return read;
  }
}

function comparedDay(
  { day, left, right, same, differing, missingLeft, missingRight }: DayComparison,
  ofStore: ReadonlyBarColumns | undefined,
  { differences }: BarComparison,
  calendar: MarketCalendar,
): ComparedDay {
  const session = calendar.tradingSession(day);
  const start = session?.open ?? 0;
  const minutes =
    ofStore === undefined || session === undefined
      ? new Uint8Array(0)
      : comparedMinutes(ofStore, differences, { start, end: session.close });
  const counts = { left, right, same, differing, missing_left: missingLeft, missing_right: missingRight };
  return { day, start_ms: start, ...counts, minutes };
}

const comparedBar = ({ openMs, kind, fields, left, right }: BarDifference): ComparedBar => ({
  open_ms: openMs,
  kind,
  fields,
  left: left ?? null,
  right: right ?? null,
});
