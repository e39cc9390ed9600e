import * as fc from 'fast-check';

/** Builds repeat their random sessions, so that a red one is about its change; elsewhere every run has a new seed. */
if (process.env['CI'] !== undefined && process.env['TAPEDECK_RUNS'] === undefined)
  fc.configureGlobal({ seed: 20_251_121 });
