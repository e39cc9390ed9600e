import { asEpochMs, type Ticker } from '../../../core/base/epoch-ms.ts';
import type { BaseInterval } from '../../../core/base/interval.ts';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import type { BarStore, InstantRange } from '../../../core/data-manager/bar-store.ts';
import { GatheringStore } from '../../../core/data-manager/importers/gathering-store.ts';
import type { ImportProposal } from '../../../core/data-manager/importers/proposal.ts';
import { runImport } from '../../../core/data-manager/importers/run-import.ts';
import type { ReadonlyBarColumns } from '../../../core/model/bar-columns.ts';
import type { MarketCalendar } from '../../../core/time-manager/market-calendar.ts';

export interface WantedBars {
  readonly symbol: Ticker;
  readonly interval: BaseInterval;
  readonly range: InstantRange;
}

/** All days, when none were named. */
export const ALL_TIME: InstantRange = { from: asEpochMs(-8.64e15), to: asEpochMs(8.64e15) };

/**
 * The bars of a symbol that importing some files would write, without writing them. Fails with `missing_data` where
 * there are none.
 */
export async function barsOfFiles(
  proposals: readonly ImportProposal[],
  wanted: WantedBars,
  calendar: MarketCalendar,
  signal?: { readonly aborted: boolean },
): Promise<Result<ReadonlyBarColumns>> {
  const gathered = new GatheringStore(wanted);
  for (const proposal of proposals) {
    const run = { store: gathered, calendar, ...(signal === undefined ? {} : { signal }) };
    const report = await runImport(proposal, run);
    if (!report.ok) return report;
  }
  if (gathered.bars.length > 0) return ok(gathered.bars);
  const { symbol, interval } = wanted;
  const has = [...gathered.seen].sort().join(', ') || 'no bars';
  const days = gathered.seen.has(`${symbol} ${interval}`) ? ' on those days' : '';
  return fail('missing_data', `The other source has no ${interval} bars of ${symbol}${days}; it has ${has}.`);
}

/** The bars of another store. Fails with `missing_data` where there are none. */
export async function barsOfStore(
  store: BarStore,
  { symbol, interval, range }: WantedBars,
): Promise<Result<ReadonlyBarColumns>> {
  const read = await store.getBars(symbol, interval, range);
  if (!read.ok) return read;
  if (read.value.bars.length > 0) return ok(read.value.bars);
  return fail('missing_data', `${store.location} has no ${interval} bars of ${symbol} to compare with.`);
}
