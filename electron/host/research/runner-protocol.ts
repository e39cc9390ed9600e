import type { Failure } from '../../../core/base/result.ts';
import type { StoreSnapshot } from './shared-store.ts';
import type { TrialResult } from './trial-result.ts';
import type { TrialRequest, TrialSetup } from './trial-setup.ts';

/** Where a runner finds the bars. */
export interface StorePlace {
  readonly location: string;
  readonly userDir: string;
}

/** A trial with the number that its result carries. */
export interface NumberedTrial extends TrialRequest {
  readonly number: number;
}

/** From the sweep to its runner process. */
export type ToRunner =
  | {
      readonly kind: 'start';
      readonly setup: TrialSetup;
      readonly place: StorePlace;
      readonly threads: number;
      /** The trial whose parameters the data are loaded for. */
      readonly probe: TrialRequest;
    }
  | { readonly kind: 'play'; readonly trials: readonly NumberedTrial[] };

/** From the runner process to the sweep. */
export type FromRunner =
  | { readonly kind: 'ready'; readonly fingerprint: string; readonly bars: number }
  | { readonly kind: 'refused'; readonly failure: Failure }
  /** A thread begins a trial: if the process ends before the result, the trial was in flight. */
  | { readonly kind: 'begun'; readonly number: number }
  | { readonly kind: 'played'; readonly number: number; readonly result: TrialResult };

/** The initial data of a trial thread. */
export interface ThreadData {
  readonly setup: TrialSetup;
  readonly place: StorePlace;
  readonly snapshot: StoreSnapshot;
}

/** From a trial thread to its runner. */
export interface FromThread {
  readonly number: number;
  readonly result: TrialResult;
}
