import type { EpochMs, Ticker } from '../../base/epoch-ms.ts';
import { IsoPrinter } from '../../base/iso-printer.ts';
import type { Broker } from '../../execution/broker.ts';
import type { BrokerHost } from '../../execution/broker-host.ts';
import type { Refusal } from '../../execution/order.ts';
import type { OrderGateway } from '../../execution/order-gateway.ts';
import { PaperBroker, type PaperHost } from '../../execution/paper-broker.ts';
import { SimulatedBroker } from '../../execution/simulated-broker.ts';
import type { Tradable } from '../../execution/tradable.ts';
import { tradingRules, type Tradables } from '../../execution/trading-rules.ts';
import type { ReadonlyBarColumns } from '../../model/bar-columns.ts';
import type { InstrumentTable } from '../../model/instrument.ts';
import type { SessionConfig } from '../../model/session-config.ts';
import type { SessionEvent, SessionEventBody } from '../../model/session-event.ts';
import type { SessionDay } from '../streaming/session-day.ts';
import { fillEvents, orderEvent } from './trading-events.ts';

/** The parts of a session that a broker needs. */
export interface BrokerSession {
  readonly config: SessionConfig;
  readonly options: {
    readonly live?: { readonly gateway?: OrderGateway | undefined } | undefined;
  };
  readonly clock: { now(): EpochMs };
  readonly gate: { readonly active: boolean };
  readonly day: SessionDay | undefined;
  readonly isStreaming: boolean;
  /** True while recorded commands are played again. */
  readonly isRecorded: boolean;
  readonly log: {
    add(body: SessionEventBody): void;
    record<T>(make: (seq: number, clock: string, subject: T) => SessionEvent, subject: T): void;
  };
}

/** Live, the account that the config names; otherwise orders are simulated. */
export function createBroker(session: BrokerSession): Broker {
  const rules = tradingRules(session.config, () => storedInstruments(session));
  const { live } = session.options;
  if (live === undefined || session.config.api_config.trade_api === 'simulated') {
    return new SimulatedBroker(rules, hostOf(session, rules.tradables));
  }
  const host: PaperHost = {
    ...hostOf(session, rules.tradables),
    accountLink: (connected, reason) => session.log.add({ type: 'account_link', connected, reason }),
    accountFinding: ({ type, kind, symbol, detail }) => session.log.add({ type, kind, symbol, detail }),
  };
  return new PaperBroker(rules, host, liveOrdersOnly(session, live.gateway));
}

/** The store's facts of instruments: the same for each of its symbols. */
function storedInstruments({ day }: BrokerSession): InstrumentTable | undefined {
  for (const { instruments } of day?.data.records() ?? []) if (instruments !== undefined) return instruments;
  return undefined;
}

/** During replay, orders are not sent to the broker again. */
function liveOrdersOnly(session: BrokerSession, gateway: OrderGateway | undefined): OrderGateway {
  const present = (): OrderGateway | undefined => (session.isRecorded ? undefined : gateway);
  return {
    place: (order, exits) => present()?.place(order, exits),
    cancel: (order) => present()?.cancel(order),
    replace: (order, change) => present()?.replace(order, change),
  };
}

function hostOf(session: BrokerSession, tradables: Tradables): BrokerHost {
  const recordOf = (symbol: Ticker) => session.day?.data.record(symbol);
  const fillEvent = fillEvents(new IsoPrinter());
  return {
    now: () => session.clock.now(),
    refusal: (symbol) => refusalOf(session, symbol),
    priceOf(symbol) {
      const last = session.day?.data.metrics(symbol)?.last;
      return last === undefined ? undefined : tradables.of(symbol).asPrinted(last);
    },
    tickHolds: (symbol) => tickHolds(recordOf(symbol)?.base?.bars, tradables.of(symbol)),
    metadataOf: (symbol) => recordOf(symbol)?.metadata,
    orderChanged: (order) => session.log.record(orderEvent, order),
    filled: (fill) => session.log.record(fillEvent, fill),
    halted: (refusal) =>
      session.log.add(
        refusal === undefined ? { type: 'trading_resumed' } : { type: 'trading_halted', ...refusal },
      ),
    nothingToClose(owner, symbol) {
      if (owner.kind !== 'strategy') return;
      const what = symbol === undefined ? 'flatten' : `flatten ${symbol}`;
      const text = `${what}: ${owner.name} holds nothing to close.`;
      session.log.add({ type: 'strategy_log', strategy: owner.name, level: 'warn', text });
    },
  };
}

/** False where the last bar lies off the tick, as adjusted prices do. */
function tickHolds(bars: ReadonlyBarColumns | undefined, tradable: Tradable): boolean {
  const at = (bars?.length ?? 0) - 1;
  if (bars === undefined || at < 0) return true;
  return [bars.open, bars.high, bars.low, bars.close].every((column) =>
    tradable.isOnTick(tradable.asPrinted(column[at] as number)),
  );
}

function refusalOf(session: BrokerSession, symbol: Ticker): Refusal | undefined {
  const { day } = session;
  if (day === undefined || !session.isStreaming) {
    return { rule: 'session', reason: 'No session is on; orders are taken from its open to its close.' };
  }
  if (!session.gate.active) {
    return { rule: 'catch_up', reason: `Orders are not taken during a catch-up: ${catchUpText(day)}.` };
  }
  const record = day.data.record(symbol);
  if (record?.admitted !== true) {
    return { rule: 'symbol', reason: `${symbol} is not in the session; add it first.` };
  }
  if (record.base === undefined) {
    return { rule: 'symbol', reason: `${symbol} has no bars of today in the session; upgrade it first.` };
  }
  if (record.stage === 'active') return undefined;
  return { rule: 'catch_up', reason: `Orders of ${symbol} are not taken during its catch-up.` };
}

/** `NVDA has 142 of 212 bars`. */
function catchUpText(day: SessionDay): string {
  const running = [...day.catchUps.running];
  if (running.length === 0) return 'the session is behind its clock';
  return running
    .map(({ slot, doneBars, totalBars }) => `${slot.record.symbol} has ${doneBars} of ${totalBars} bars`)
    .join(', ');
}
