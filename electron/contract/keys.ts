import { z } from 'zod';

const word = z
  .string()
  .trim()
  .min(4)
  .max(200)
  .regex(/^[\x21-\x7e]+$/);

/** What a page says once, and never hears again. */
export const keyEntry = z.strictObject({ id: word, secret: word });

export type KeyEntry = z.infer<typeof keyEntry>;

/** All that a page learns of a key. */
export interface KeyStatus {
  /** `memory`: until the application is closed, where the system has no safe place for it. */
  readonly kept: 'no' | 'stored' | 'memory';
  /** The last two characters of the key's id, which is no secret. */
  readonly endsIn: string | null;
  /** Why keys are not stored here; null where they are. */
  readonly notStoredBecause: string | null;
  /** Why what was entered was not taken; null when it was. */
  readonly problem: string | null;
}
