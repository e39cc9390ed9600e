import type { Failure, FailureCode } from '../../core/base/result.ts';
import { EXIT, type CommandIo } from './command-io.ts';

/** Codes whose exit is not 1: the input is wrong, or data are missing. */
const EXIT_CODES: Partial<Record<FailureCode, number>> = {
  bad_config: EXIT.usage,
  bad_usage: EXIT.usage,
  missing_data: EXIT.missing,
  missing_base_interval: EXIT.missing,
  unknown_symbol: EXIT.missing,
  missing_file: EXIT.usage,
  untrusted_code: EXIT.usage,
  cancelled: EXIT.interrupted,
};

export const exitCodeOf = ({ code }: Failure): number => EXIT_CODES[code] ?? EXIT.failed;

/** Prints an expected failure for people and answers its exit code. */
export function printFailure(io: CommandIo, failure: Failure): number {
  io.stderr(`${failure.message}\n${failure.hint === undefined ? '' : `${failure.hint}\n`}`);
  return exitCodeOf(failure);
}

/** Parses arguments; answers an exit code instead when they are wrong or ask for help. */
export function usage<T extends { readonly values: { readonly help?: boolean } }>(
  io: CommandIo,
  help: string,
  parse: () => T,
): T | number {
  let parsed: T;
  try {
    parsed = parse();
  } catch (error) {
    io.stderr(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
    return EXIT.usage;
  }
  if (parsed.values.help !== true) return parsed;
  io.stdout(help);
  return EXIT.done;
}
