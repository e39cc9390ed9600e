import { ok, type Result } from '../../../core/base/result.ts';
import type { LIVE_PARAMS, LiveResults } from '../../contract/live-requests.ts';
import type { RequestParams } from '../../contract/requests.ts';
import type { SessionSlot } from '../session-slot.ts';

type LiveHandlers = {
  readonly [N in keyof typeof LIVE_PARAMS]: (params: RequestParams<N>) => Promise<Result<LiveResults[N]>>;
};

/** Answers what is asked about live feeds. */
export function liveHandlers(slot: SessionSlot): LiveHandlers {
  return {
    open_live: ({ config_id, on }) => slot.openLive(config_id, on),
    feed_truth: async () => ok(slot.session?.line?.truth ?? null),
  };
}
