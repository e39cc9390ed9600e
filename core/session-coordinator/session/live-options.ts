import type { Result } from '../../base/result.ts';
import type { OrderGateway } from '../../execution/order-gateway.ts';
import type { SessionCommand } from './command.ts';
import type { LiveBars } from '../streaming/live-bars.ts';

/** The market's time as a live session sees it. */
export interface LiveTime {
  /**
   * The time up to which the session's clock may move now: the market's time, held back while bars of an instant are
   * awaited. UTC epoch ms. For a resumed day it is called only once the recorded part has been replayed.
   */
  horizon(): number;
  /** False as long as bars of the day may still come. */
  isOver(): boolean;
  /** Gets every command before the session does, and posts it, or another in its place, when its time has come. */
  around(
    command: SessionCommand,
    post: (command: SessionCommand) => Promise<Result<null>>,
  ): Promise<Result<null>>;
}

/**
 * The options that make a session live. A recorded one is replayed without `time`: its journal has the time of each
 * event.
 */
export interface LiveOptions {
  readonly bars: LiveBars;
  readonly time?: LiveTime | undefined;
  /** Connects to the broker's account that the config names; absent in the replay of a recorded day. */
  readonly gateway?: OrderGateway | undefined;
}
