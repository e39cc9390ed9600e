import { fail, ok, type Result } from '../../core/base/result.ts';
import {
  checkSessionConfig,
  parseSessionConfig,
  printProblem,
} from '../../core/model/parse-session-config.ts';
import type { SessionConfig } from '../../core/model/session-config.ts';

/**
 * A session config from an object or from the text of a file, with its defaults filled in. Fails with `bad_config`; the
 * message names every path that is wrong, one a line.
 */
export function sessionConfig(given: object | string): Result<SessionConfig> {
  if (typeof given === 'string') return parseSessionConfig(given);
  const checked = checkSessionConfig(given);
  if ('config' in checked) return ok(checked.config);
  return fail('bad_config', checked.problems.map(printProblem).join('\n'));
}
