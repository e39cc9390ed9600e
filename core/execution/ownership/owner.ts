import type { OrderOwner } from '../order.ts';

export function isSameOwner(one: OrderOwner, other: OrderOwner): boolean {
  if (one.kind !== other.kind) return false;
  return one.kind !== 'strategy' || (other.kind === 'strategy' && one.name === other.name);
}

/** True for an owner whose orders close the lots of every owner once its own are closed: the user and the account. */
export const closesForAll = ({ kind }: OrderOwner): boolean => kind !== 'strategy';
