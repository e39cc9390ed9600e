import { fail, ok, type Result } from '../../../core/base/result.ts';
import type { MarketCalendar } from '../../../core/time-manager/market-calendar.ts';
import type { LIVE_PARAMS, LiveResults } from '../../contract/live-requests.ts';
import type { RequestParams } from '../../contract/requests.ts';
import type { OpenSession } from '../session/open-session.ts';
import type { KeySource } from '../thread/key-port.ts';
import { lastTradingDay } from '../live/live-vendor.ts';

type LiveHandlers = {
  readonly [N in keyof typeof LIVE_PARAMS]: (params: RequestParams<N>) => Promise<Result<LiveResults[N]>>;
};

interface Parts {
  readonly slot: OpenSession;
  readonly keys: KeySource;
  readonly calendar: MarketCalendar;
}

/** Answers requests about live feeds. */
export function liveHandlers({ slot, keys, calendar }: Parts): LiveHandlers {
  return {
    live_feeds: async () => ok({ alpaca_keys: await keys.where(), day: lastTradingDay(calendar) }),
    open_live: ({ config_id, on }) => slot.openLive(config_id, on),
    feed_truth: async () => ok(slot.session?.line?.truth ?? null),
    flight_recording: async () => ok(slot.session?.line?.flight ?? null),
    rehearse: async ({ fault }) =>
      slot.session?.line?.rehearse(fault) ?? fail('not_allowed', 'No live session is open.'),
  };
}
