import { ok, type Result } from '../../../core/base/result.ts';
import type { AlpacaKeys } from '../../../core/live-feed/alpaca/history-client.ts';
import { alpacaKeys } from '../alpaca-access.ts';

/** Where the keys for Alpaca are. */
export interface KeySource {
  where(): Promise<'kept' | 'environment' | 'none'>;
  /** Fails with what is missing, and where it can be said. */
  read(): Promise<Result<AlpacaKeys>>;
}

/** Hands out what the host keeps for its user, asked anew each time; undefined when that is nothing. */
export type KeptKeys = () => Promise<AlpacaKeys | undefined>;

/** The keys that are kept for the user, else those of the environment. */
export function keySource(
  env: Readonly<Record<string, string | undefined>>,
  kept: KeptKeys | undefined,
): KeySource {
  return {
    async where() {
      if ((await kept?.()) !== undefined) return 'kept';
      return alpacaKeys(env).ok ? 'environment' : 'none';
    },
    async read() {
      const keys = await kept?.();
      return keys === undefined ? alpacaKeys(env) : ok(keys);
    },
  };
}
