/** Doubles from `first` up to `most`, in ms; the jitter keeps many clients from reconnecting at the same time. */
export interface Backoff {
  readonly firstMs: number;
  readonly mostMs: number;
}

/** The wait before attempt `attempt` (from 1): half of it fixed, half of it random in [0, 1). */
export function backoffMs({ firstMs, mostMs }: Backoff, attempt: number, luck: number): number {
  const full = Math.min(mostMs, firstMs * 2 ** (attempt - 1));
  return full / 2 + (full / 2) * luck;
}
