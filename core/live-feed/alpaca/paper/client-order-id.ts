/**
 * The id of an order at the broker: the same for the same order of the same run at every attempt, so that the broker
 * cannot accept it twice. Each replacement of an order gets its own, counted from 1.
 */
export interface ClientOrder {
  readonly run: string;
  readonly order: number;
  readonly revision: number;
}

const SHAPE = /^td-([a-z0-9]+)-(\d+)(?:-r(\d+))?$/;

export const printClientOrderId = ({ run, order, revision }: ClientOrder): string =>
  revision === 0 ? `td-${run}-${order}` : `td-${run}-${order}-r${revision}`;

/** Undefined for an order that no session of this program has placed. */
export function parseClientOrderId(text: string): ClientOrder | undefined {
  const [, run, order, revision] = SHAPE.exec(text) ?? [];
  if (run === undefined) return undefined;
  return { run, order: Number(order), revision: Number(revision ?? 0) };
}
