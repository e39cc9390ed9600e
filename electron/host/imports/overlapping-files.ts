import { asEpochMs, asTicker } from '../../../core/base/epoch-ms.ts';
import type { Result } from '../../../core/base/result.ts';
import { ok } from '../../../core/base/result.ts';
import { GatheringStore } from '../../../core/data-manager/importers/gathering-store.ts';
import type { ImportProposal } from '../../../core/data-manager/importers/proposal.ts';
import { runImport } from '../../../core/data-manager/importers/run-import.ts';
import { isSameBar } from '../../../core/data-manager/merge-bars.ts';
import type { ReadonlyBarColumns } from '../../../core/model/bar-columns.ts';
import type { MarketCalendar } from '../../../core/time-manager/market-calendar.ts';

/** Two files of one import that have other bars of a symbol at the same times. */
export interface Overlap {
  readonly symbol: string;
  readonly first: string;
  readonly second: string;
  readonly differing: number;
}

interface Claim {
  readonly proposal: ImportProposal;
  readonly symbol: string;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** A close stamp, a zone's offset: what the sampled times may differ from those of the bars. */
const MARGIN_MS = 2 * 86_400_000;

/**
 * Finds files that claim the same symbol and times and differ. Files whose times do not overlap are not read; two that do
 * are, over the range they share.
 */
export async function findOverlaps(
  proposals: readonly ImportProposal[],
  calendar: MarketCalendar,
): Promise<Result<readonly Overlap[]>> {
  const overlaps: Overlap[] = [];
  for (const claims of bySymbol(proposals).values()) {
    claims.sort((a, b) => a.firstMs - b.firstMs);
    for (const [index, claim] of claims.entries()) {
      for (const other of claims.slice(index + 1)) {
        if (other.firstMs > claim.lastMs) break;
        const differing = await countDiffering(claim, other, calendar);
        if (!differing.ok) return differing;
        const [first, second] = [claim.proposal.source.path, other.proposal.source.path];
        if (differing.value > 0)
          overlaps.push({ symbol: claim.symbol, first, second, differing: differing.value });
      }
    }
  }
  return ok(overlaps);
}

function bySymbol(proposals: readonly ImportProposal[]): ReadonlyMap<string, Claim[]> {
  const claims = new Map<string, Claim[]>();
  if (proposals.length < 2) return claims;
  for (const proposal of proposals) {
    const { symbol, interval, span } = proposal;
    if (span === undefined) continue;
    for (const name of 'symbol' in symbol.value ? [symbol.value.symbol] : symbol.value.inRows) {
      const key = `${name} ${interval.value}`;
      const known = claims.get(key) ?? [];
      known.push({ proposal, symbol: name, firstMs: span.firstMs, lastMs: span.lastMs });
      claims.set(key, known);
    }
  }
  return claims;
}

async function countDiffering(a: Claim, b: Claim, calendar: MarketCalendar): Promise<Result<number>> {
  const range = {
    from: asEpochMs(Math.max(a.firstMs, b.firstMs) - MARGIN_MS),
    to: asEpochMs(Math.min(a.lastMs, b.lastMs) + MARGIN_MS),
  };
  const [left, right] = [await barsOf(a, range, calendar), await barsOf(b, range, calendar)];
  if (!left.ok) return left;
  if (!right.ok) return right;
  return ok(differingBars(left.value, right.value));
}

async function barsOf(
  { proposal, symbol }: Claim,
  range: { readonly from: ReturnType<typeof asEpochMs>; readonly to: ReturnType<typeof asEpochMs> },
  calendar: MarketCalendar,
): Promise<Result<ReadonlyBarColumns>> {
  const store = new GatheringStore({ symbol: asTicker(symbol), interval: proposal.interval.value, range });
  const read = await runImport(proposal, { store, calendar });
  return read.ok ? ok(store.bars) : read;
}

function differingBars(left: ReadonlyBarColumns, right: ReadonlyBarColumns): number {
  let differing = 0;
  let [a, b] = [0, 0];
  while (a < left.length && b < right.length) {
    const [first, second] = [left.openMs[a] as number, right.openMs[b] as number];
    if (first === second) {
      if (!isSameBar(left, a, right, b)) differing += 1;
      a++;
      b++;
    } else if (first < second) a++;
    else b++;
  }
  return differing;
}
