import { asTicker } from '../../core/base/epoch-ms.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import type { Engine } from '../../core/index.ts';
import type { SymbolAnswer } from '../contract/requests.ts';
import type { HostedSession } from './hosted-session.ts';

/** Whether a symbol could join the session on its present day, and what is known of it. Reads only. */
export async function answerSymbol(
  engine: Pick<Engine, 'validate'>,
  session: HostedSession | undefined,
  name: string,
): Promise<Result<SymbolAnswer>> {
  const run = session?.run;
  const day = run?.day?.grid.session.day ?? run?.days[0];
  if (run === undefined || day === undefined) return fail('not_allowed', 'No session is open.');
  const symbol = asTicker(name);
  const { line } = session ?? {};
  const result = await (line?.engine ?? engine).validate(run.config, symbol, day);
  return ok({
    symbol: name,
    // Only the feed knows whom it streams: it says so when it is asked.
    can_proceed: result.canProceed || line !== undefined,
    already_in_session: run.day?.data.record(symbol) !== undefined,
    first_day: result.firstDay ?? null,
    last_day: result.lastDay ?? null,
    synthetic: result.synthetic,
    reasons: line === undefined ? result.reasons : [`${line.header.name} is asked for it`],
  });
}
