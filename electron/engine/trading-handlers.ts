import { fail, ok, type Result } from '../../core/base/result.ts';
import type { RunReport } from '../../core/report/run-report.ts';
import { thinned } from '../../core/report/thin.ts';
import type { TradingCommand } from '../../core/session-coordinator/command.ts';
import type { RequestParams } from '../contract/requests.ts';
import type { TRADING_PARAMS, TradingResults } from '../contract/trading.ts';
import type { HostedSession } from './hosted-session.ts';

type TradingHandlers = {
  readonly [N in keyof typeof TRADING_PARAMS]: (
    params: RequestParams<N>,
  ) => Promise<Result<TradingResults[N]>>;
};

/** Points of a curve that a window can show. */
const MOST_POINTS = 2_000;

const forWindow = (report: RunReport | undefined): RunReport | null =>
  report === undefined
    ? null
    : { ...report, equity: thinned(report.equity, ({ equity }) => equity, MOST_POINTS) };

/** Passes the user's orders on to the session that is open, as commands that its journal keeps. */
export function tradingHandlers(session: () => HostedSession | undefined): TradingHandlers {
  const post = async (command: TradingCommand): Promise<Result<null>> =>
    session()?.post(command) ?? fail('not_allowed', 'No session is open.');
  return {
    place_order: (params) => post({ type: 'place_order', ...params } as TradingCommand),
    cancel_order: (params) => post({ type: 'cancel_order', ...params }),
    replace_order: (params) => post({ type: 'replace_order', ...params } as TradingCommand),
    flatten: (params) => post({ type: 'flatten', ...params } as TradingCommand),
    resume_trading: () => post({ type: 'resume_trading' }),
    trading_report: async () => ok(forWindow(session()?.report)),
  };
}
