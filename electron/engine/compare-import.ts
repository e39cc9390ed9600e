import { asEpochMs, asTicker } from '../../core/base/epoch-ms.ts';
import { ok, type Result } from '../../core/base/result.ts';
import type { BarStore } from '../../core/data-manager/bar-store.ts';
import {
  comparedMinutes,
  compareBars,
  type BarComparison,
  type BarDifference,
  type DayComparison,
} from '../../core/data-manager/compare-bars.ts';
import { wholeDaysOf } from '../../core/data-manager/exchange-days.ts';
import type { ImportProposal } from '../../core/data-manager/importers/proposal.ts';
import type { ReadonlyBarColumns } from '../../core/model/bar-columns.ts';
import type { MarketCalendar } from '../../core/time-manager/market-calendar.ts';
import type { ComparedBar, ComparedDay, ImportComparison } from '../contract/import-requests.ts';
import type { RequestParams } from '../contract/requests.ts';
import { ALL_TIME, barsOfFiles } from './other-source.ts';

/** More differences than these of one day are no list that anybody reads. */
const MOST_LISTED = 500;

interface Parts {
  readonly store: BarStore;
  readonly calendar: MarketCalendar;
}

/** What importing a file would change of the days that it has: the store on the left, the file on the right. */
export async function compareImport(
  proposal: ImportProposal,
  { symbol: name, tolerance, day }: Omit<RequestParams<'import_compare'>, 'import_id'>,
  { store, calendar }: Parts,
): Promise<Result<ImportComparison>> {
  const [symbol, interval] = [asTicker(name), proposal.interval.value];
  const right = await barsOfFiles([proposal], { symbol, interval, range: ALL_TIME }, calendar);
  if (!right.ok) return right;
  const left = await store.getBars(symbol, interval, wholeDaysOf(right.value, calendar));
  if (!left.ok) return left;
  const compared = compareBars(left.value.bars, right.value, tolerance, calendar);
  const shown = day ?? compared.days[0]?.day;
  const hasMinutes = interval !== '1d';
  return ok({
    symbol,
    interval,
    days: compared.days.map((each) =>
      comparedDay(each, hasMinutes ? left.value.bars : undefined, compared, calendar),
    ),
    differences: compared.differences
      .filter(({ openMs }) => calendar.dayOf(asEpochMs(openMs)) === shown)
      .slice(0, MOST_LISTED)
      .map(comparedBar),
    fields: Object.entries(compared.fields).map(([field, distance]) => ({ field, ...distance })),
  });
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
