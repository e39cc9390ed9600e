import type { Result } from '../../base/result.ts';
import type { OrderGateway } from '../../execution/order-gateway.ts';
import type { SessionCommand } from './command.ts';
import type { LiveBars } from '../streaming/live-bars.ts';

/** The market's time as a live session sees it. */
export interface LiveTime {
  /**
   * Up to where the session's clock may go now: where the market is, held back while bars of an instant are awaited. UTC
   * epoch ms. Of a day that is picked up it is asked only once what was recorded has been played again.
   */
  horizon(): number;
  /** False as long as something of the day may still come. */
  isOver(): boolean;
  /** Sees every command before the session does, and posts it, or one in its place, when its time has come. */
  around(
    command: SessionCommand,
    post: (command: SessionCommand) => Promise<Result<null>>,
  ): Promise<Result<null>>;
}

/** What makes a session live. A recorded one is played again without `time`: its journal says when what came. */
export interface LiveOptions {
  readonly bars: LiveBars;
  readonly time?: LiveTime | undefined;
  /** The way to the broker's account that the config names; none where a recorded day is played again. */
  readonly gateway?: OrderGateway | undefined;
}
