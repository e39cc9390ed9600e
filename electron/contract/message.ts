import type { Failure } from '../../core/base/result.ts';
import type { Batch } from './batch.ts';
import type { MenuChoice } from './menu.ts';
import type { Recent } from './recent.ts';

/** An engine that has not run its timers for this long, and whose code it is in, if any strategy's. */
export interface EngineSilence {
  readonly seconds: number;
  readonly strategy: string | null;
}

/** From the window to the engine. */
export type ClientMessage =
  | { readonly kind: 'request'; readonly id: number; readonly name: string; readonly params: unknown }
  /** The batch was applied; the engine keeps at most two on the way. */
  | { readonly kind: 'ack'; readonly seq: number };

/** From the engine to the window. */
export type EngineMessage =
  | { readonly kind: 'response'; readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly kind: 'response'; readonly id: number; readonly ok: false; readonly failure: Failure }
  | { readonly kind: 'batch'; readonly batch: Batch }
  /** The engine has ended; sent by its supervisor. */
  | { readonly kind: 'engine_died'; readonly reason: string; readonly strategy?: string }
  /** The engine does not answer; null when it answers again. Sent repeatedly by its supervisor while it lasts. */
  | { readonly kind: 'engine_silent'; readonly silence: EngineSilence | null }
  /** The recent runs; sent when a session is opened, and with a snapshot. */
  | { readonly kind: 'recent'; readonly recent: Recent }
  /** The user wants to open a folder that the engine named; for the host, and never passed on to a page. */
  | { readonly kind: 'reveal'; readonly folder: string }
  /** A choice in the menu of the desktop application; sent by its host. */
  | { readonly kind: 'menu'; readonly choice: MenuChoice };
