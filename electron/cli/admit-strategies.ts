import { fail, type Result } from '../../core/base/result.ts';
import { userFolder } from '../host/program/user-folders.ts';
import { KnownStrategies } from '../host/strategies/known-strategies.ts';
import type { StrategySources } from '../host/strategies/strategy-library.ts';
import type { CommandIo } from './command-io.ts';

/**
 * Lets the code of a run folder run when this user knows it, trusts it with `--trust`, or says yes on a terminal. Fails with
 * `untrusted_code` otherwise.
 */
export async function admitStrategies(
  sources: StrategySources,
  trust: boolean,
  io: CommandIo,
): Promise<Result<null>> {
  const known = new KnownStrategies(userFolder(io.env));
  const admitted = known.admit(sources, trust);
  if (admitted.ok || io.ask === undefined) return admitted;
  const says = await io.ask(`${admitted.failure.message} Run it? [y/N] `);
  if (!says) return fail('untrusted_code', 'Nothing ran.');
  return known.admit(sources, true);
}
