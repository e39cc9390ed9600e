import { asTicker, asEpochMs } from '../../../core/base/epoch-ms.ts';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import type { Engine } from '../../../core/index.ts';
import {
  type SymbolAnswer,
  type RequestParams,
  REQUEST_PARAMS,
  type RequestName,
  type RequestResults,
} from '../../contract/requests.ts';
import type { HostedSession } from '../session/hosted-session.ts';
import { figureGroups, headlineFigures } from '../../../core/report/figures.ts';
import type { RunReport } from '../../../core/report/run-report.ts';
import { thinned } from '../../../core/report/thin.ts';
import type { TradingCommand } from '../../../core/session-coordinator/session/command.ts';
import type { ShownReport, TRADING_PARAMS, TradingResults } from '../../contract/trading.ts';
import { describeSessionConfig } from '../../../core/model/describe-session-config.ts';
import type { SESSION_PARAMS } from '../../contract/session-requests.ts';
import type { ConfigCatalog } from '../session/config-catalog.ts';
import type { ConfigEditor } from './config-editor.ts';

/** Whether a symbol could join the session on its present day, and the known facts about it. Reads only. */
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
    // Only the feed knows which symbols it streams: it answers when it is asked.
    can_proceed: result.canProceed || line !== undefined,
    already_in_session: run.day?.data.record(symbol) !== undefined,
    first_day: result.firstDay ?? null,
    last_day: result.lastDay ?? null,
    synthetic: result.synthetic,
    reasons: line === undefined ? result.reasons : [`${line.header.name} is asked for it`],
  });
}

type TradingHandlers = {
  readonly [N in keyof typeof TRADING_PARAMS]: (
    params: RequestParams<N>,
  ) => Promise<Result<TradingResults[N]>>;
};

/** Points of a curve that a window can show. */
const MOST_POINTS = 2_000;

const forWindow = (report: RunReport | undefined): ShownReport | null =>
  report === undefined
    ? null
    : {
        ...report,
        equity: thinned(report.equity, ({ equity }) => equity, MOST_POINTS),
        headline: headlineFigures(report),
        figure_groups: figureGroups(report),
      };

/** Passes the user's orders on to the open session, as commands that its journal keeps. */
export function tradingHandlers(session: () => HostedSession | undefined): TradingHandlers {
  const post = async (command: TradingCommand): Promise<Result<null>> =>
    session()?.post(command) ?? fail('not_allowed', 'No session is open.');
  return {
    place_order: (params) => post({ type: 'place_order', ...params } as TradingCommand),
    cancel_order: (params) => post({ type: 'cancel_order', ...params }),
    replace_order: (params) => post({ type: 'replace_order', ...params } as TradingCommand),
    flatten: (params) => post({ type: 'flatten', ...params } as TradingCommand),
    resume_trading: () => post({ type: 'resume_trading' }),
    trading_report: async () => ok(forWindow(session()?.finished?.report)),
  };
}

/** A request whose name is in the contract and whose parameters have the shape in it. */
interface CheckedRequest {
  readonly known: RequestName;
  readonly values: unknown;
}

/** Fails with `bad_usage`, naming the parameter. */
export function checkWindowRequest(name: string, params: unknown): Result<CheckedRequest> {
  if (!Object.hasOwn(REQUEST_PARAMS, name)) return fail('bad_usage', `There is no request “${name}”.`);
  const known = name as RequestName;
  const parsed = REQUEST_PARAMS[known].safeParse(params);
  if (parsed.success) return ok({ known, values: parsed.data });
  const [issue] = parsed.error.issues;
  const path = issue?.path.join('.') ?? '';
  return fail('bad_usage', `${name}: ${path} ${issue?.message ?? 'wrong parameters'}`);
}

type SessionHandlers = {
  readonly [N in keyof typeof SESSION_PARAMS | 'end_engine']: (
    params: RequestParams<N>,
  ) => Promise<Result<RequestResults[N]>>;
};

interface Parts {
  readonly catalog: ConfigCatalog;
  readonly editor: ConfigEditor;
  /** The session that is open at the time of the call. */
  readonly session: () => HostedSession | undefined;
}

/** Answers requests about configs and about a run as a whole. */
export function sessionHandlers({ catalog, editor, session }: Parts): SessionHandlers {
  return {
    async jump_to({ clock_ms }) {
      const open = session();
      return open === undefined
        ? fail('not_allowed', 'No session is open.')
        : open.jumpTo(asEpochMs(clock_ms));
    },
    end_engine: async () => fail('not_allowed', 'The engine answers; there is nothing to end.'),
    report: async () => ok(session()?.finished?.summary ?? null),
    config_keys: async () => ok(describeSessionConfig()),
    async read_config({ config_id }) {
      const text = await catalog.readText(config_id);
      return text.ok ? ok({ text: text.value }) : text;
    },
    check_config: async ({ text }) => ok({ problems: editor.check(text) }),
    save_config: ({ config_id, text, overwrite }) => editor.save(config_id, text, overwrite),
  };
}
