import type { AccountFindingKind } from '../../../execution/broker-report.ts';
import { printAmount } from '../../../execution/money.ts';
import type { AccountMirror } from './account-mirror.ts';
import type { VenueAccount, VenueOrder, VenuePosition } from './trading-protocol.ts';

export interface AccountDifference {
  readonly kind: AccountFindingKind;
  readonly symbol: string | null;
  readonly detail: string;
}

/** Difference in cash that rounding may cause. */
const CASH_TOLERANCE = 0.01;

/**
 * The differences between the broker's account and the session's records, in words. Differences with an explanation
 * (executions and states of the session's own orders) were applied before; the rest has an outside cause, or is an
 * error.
 */
export function differences(
  mirror: AccountMirror,
  account: VenueAccount,
  positions: readonly VenuePosition[],
): readonly AccountDifference[] {
  const theirs = new Map(positions.map(({ symbol, qty }) => [symbol, Math.trunc(qty)]));
  const ours = mirror.positions();
  const found: AccountDifference[] = [];
  for (const symbol of new Set([...theirs.keys(), ...ours.keys()])) {
    const [there, here] = [theirs.get(symbol) ?? 0, ours.get(symbol) ?? 0];
    if (there === here) continue;
    const detail = `The paper account holds ${there} ${symbol}; this session knows of ${here}. The session changed nothing.`;
    found.push({ kind: 'position_differs', symbol, detail });
  }
  const [cash, known] = [account.cash, mirror.cash];
  if (Math.abs(cash - known) > CASH_TOLERANCE + 1e-9) {
    const detail = `The paper account has ${printAmount(cash)} of cash; this session knows of ${printAmount(known)}.`;
    found.push({ kind: 'cash_differs', symbol: null, detail });
  }
  return found;
}

/** Fractional shares, which the session does not follow. */
export const notFollowed = (positions: readonly VenuePosition[]): readonly AccountDifference[] =>
  positions
    .filter(({ qty }) => !Number.isInteger(qty))
    .map(({ symbol, qty }) => ({
      kind: 'not_followed' as const,
      symbol,
      detail: `The paper account holds ${qty} ${symbol}; this session follows whole shares only.`,
    }));

/** An open order that the session did not place. */
export const foreignOrder = ({
  symbol,
  side,
  qty,
  type,
  client_order_id,
}: VenueOrder): AccountDifference => ({
  kind: 'foreign_order',
  symbol,
  detail: `The paper account has an order that this session did not place: ${side} ${qty ?? ''} ${symbol} ${type} (${client_order_id}). The session does not touch it.`,
});
