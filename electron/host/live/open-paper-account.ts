import { randomBytes } from 'node:crypto';
import type { Logger } from '../../../core/base/logger.ts';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import { PaperBroker } from '../../../core/execution/paper-broker.ts';
import type { OrderGateway } from '../../../core/execution/order-gateway.ts';
import { mirrorOf } from '../../../core/live-feed/alpaca/paper/account-mirror.ts';
import type { PaperAddress } from '../../../core/live-feed/alpaca/paper/paper-address.ts';
import { PaperGateway } from '../../../core/live-feed/alpaca/paper/paper-gateway.ts';
import { TradingClient } from '../../../core/live-feed/alpaca/paper/trading-client.ts';
import { UpdatesLink } from '../../../core/live-feed/alpaca/paper/updates-link.ts';
import { UPDATES_TIMING, UpdatesMachine } from '../../../core/live-feed/alpaca/paper/updates-machine.ts';
import type { AlpacaKeys } from '../../../core/live-feed/alpaca/history-client.ts';
import type { SessionRun } from '../../../core/session-coordinator/session/session-run.ts';
import { createNodeHttp, createRetryClock } from '../store/node-http.ts';
import { createSocketPort, linkClock } from './feed-socket.ts';

export interface PaperAccountRequest {
  readonly address: PaperAddress;
  readonly keys: AlpacaKeys;
  readonly logger: Logger;
  /** The market's time. */
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** Connects a session to a paper account. */
export interface PaperAccount extends Disposable {
  readonly gateway: OrderGateway;
  /** Fails when the account cannot be used. A resumed session replays its past first. */
  begin(run: SessionRun): Promise<Result<void>>;
}

/** An order without an answer within this time is looked up by its id. */
const SILENCE_MS = 8_000;
/** Interval between comparisons of session and account, in addition to those after each connection, in real ms. */
const COMPARE_EVERY_MS = 60_000;
const LOOK_EVERY_MS = 20;

export function openPaperAccount({ address, keys, logger, now, signal }: PaperAccountRequest): PaperAccount {
  const http = createNodeHttp(SILENCE_MS);
  const clock = createRetryClock(signal);
  const client = new TradingClient({ http, clock, keys, address, signal });
  let run: SessionRun | undefined;
  const gateway = new PaperGateway({
    client,
    clock,
    logger,
    run: randomBytes(6).toString('hex'),
    now,
    signal,
    report: (report) => run?.post(report) ?? Promise.resolve(),
    mirror: () => mirrorOf(brokerOf(run)),
  });
  const machine = new UpdatesMachine({ keys, timing: UPDATES_TIMING, random: Math.random });
  const link = new UpdatesLink(machine, createSocketPort(address.stream), linkClock, gateway);
  const compares = setInterval(() => {
    if (machine.phase === 'listening') gateway.reconcileSoon();
  }, COMPARE_EVERY_MS);
  const life = { isOver: false };
  const start = async (of: SessionRun): Promise<void> => {
    while (of.session.isResuming && !life.isOver) await clock.wait(LOOK_EVERY_MS);
    if (!life.isOver) link.start();
  };
  return {
    gateway,
    async begin(of) {
      run = of;
      const found = await client.account();
      if (!found.ok) return found;
      if (found.value.status !== 'ACTIVE') {
        return fail('not_allowed', `The paper account is not active: ${found.value.status}.`);
      }
      void start(of);
      return ok(undefined);
    },
    [Symbol.dispose]() {
      life.isOver = true;
      clearInterval(compares);
      link[Symbol.dispose]();
      http[Symbol.dispose]();
    },
  };
}

function brokerOf(run: SessionRun | undefined): PaperBroker {
  const broker = run?.broker;
  if (broker instanceof PaperBroker) return broker;
  throw new Error('a paper account is opened for a session whose orders go there');
}
