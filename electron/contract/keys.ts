import { z } from 'zod';

const word = z
  .string()
  .trim()
  .min(4)
  .max(200)
  .regex(/^[\x21-\x7e]+$/);

/** A key that a page sends once, and never gets back. */
export const keyEntry = z.strictObject({ id: word, secret: word });

export type KeyEntry = z.infer<typeof keyEntry>;

/** The facts that a page may know about the key. */
export interface KeyStatus {
  /** `memory`: until the application is closed, where the system has no secure storage. */
  readonly kept: 'no' | 'stored' | 'memory';
  /** The last two characters of the key's id, which is not secret. */
  readonly endsIn: string | null;
  /** Why keys cannot be stored here; null where they can. */
  readonly notStoredBecause: string | null;
  /** Why the entered key was rejected; null when it was accepted. */
  readonly problem: string | null;
}
