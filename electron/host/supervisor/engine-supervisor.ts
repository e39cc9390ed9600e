import { Emitter } from '../../../core/base/emitter.ts';
import type { Logger } from '../../../core/base/logger.ts';
import { fail } from '../../../core/base/result.ts';
import type { ClientMessage, EngineMessage, EngineSilence } from '../../contract/message.ts';
import type { Port } from '../../contract/port.ts';
import { SNAPSHOT_REQUEST } from './snapshot-request.ts';

/** An unexpected end of an engine: the reason in words, and the strategy that was running. */
export interface EngineDeath {
  readonly reason: string;
  readonly strategy: string | null;
}

/** A running engine, as its host sees it. */
export interface RunningEngine {
  readonly port: Port<ClientMessage, EngineMessage>;
  /** Called once, when the engine ends without a request to stop. */
  onDeath(listener: (death: EngineDeath) => void): Disposable;
  /** Called while the engine does not answer, and with null when it does again. */
  onSilence(listener: (silence: EngineSilence | null) => void): Disposable;
  /** Ends an engine that does not answer; reports its end like any death. */
  kill(reason: string): void;
  /** Lets the engine close its run folder, then ends it. Resolves when it is gone. */
  stop(): Promise<void>;
}

/**
 * Keeps one engine for a host. An engine that dies is reported to the window as `engine_died`; a new one starts only
 * when the window asks for a restart: an engine that dies at its start would otherwise restart forever.
 */
export class EngineSupervisor implements Port<ClientMessage, EngineMessage> {
  readonly #start: () => RunningEngine;
  readonly #logger: Logger;
  readonly #messages = new Emitter<EngineMessage>();
  #engine: RunningEngine | null = null;
  #deathReason = 'The engine was not started.';
  #silence: EngineSilence | null = null;

  constructor(options: { start: () => RunningEngine; logger: Logger }) {
    this.#start = options.start;
    this.#logger = options.logger;
  }

  /** Starts an engine if none runs. */
  start(): void {
    if (this.#engine !== null) return;
    const engine = this.#start();
    this.#engine = engine;
    engine.port.onMessage((message) => this.#messages.emit(message));
    engine.onDeath((death) => this.#died(death));
    engine.onSilence((silence) => this.#heardNothing(silence));
  }

  post(message: ClientMessage): void {
    if (this.#engine !== null && message.kind === 'request' && message.name === 'end_engine')
      this.#end(message.id);
    else if (this.#engine !== null) this.#engine.port.post(message);
    else if (message.kind === 'request' && message.name === 'restart') this.#restart(message.id);
    else if (message.kind === 'request') this.#refuse(message.id);
  }

  onMessage(listener: (message: EngineMessage) => void): Disposable {
    return this.#messages.subscribe(listener);
  }

  close(): void {
    void this.stop();
  }

  async stop(): Promise<void> {
    const engine = this.#engine;
    this.#engine = null;
    await engine?.stop();
  }

  #heardNothing(silence: EngineSilence | null): void {
    if (this.#silence === null && silence !== null)
      this.#logger.warn('the engine does not answer', { ...silence });
    this.#silence = silence;
    this.#messages.emit({ kind: 'engine_silent', silence });
  }

  /** An engine that answers is never ended. */
  #end(id: number): void {
    const silence = this.#silence;
    if (silence === null) {
      const refusal = fail('not_allowed', 'The engine answers; there is nothing to end.');
      return this.#messages.emit({ kind: 'response', id, ...refusal });
    }
    this.#messages.emit({ kind: 'response', id, ok: true, value: null });
    const by = silence.strategy === null ? '' : `, in strategy ${silence.strategy}`;
    return this.#engine?.kill(`It did not answer for ${silence.seconds} s${by}, and was ended.`);
  }

  #died({ reason, strategy }: EngineDeath): void {
    this.#silence = null;
    this.#engine?.port.close();
    this.#engine = null;
    this.#deathReason = reason;
    this.#logger.error('engine died', { reason });
    this.#messages.emit({ kind: 'engine_died', reason, ...(strategy === null ? {} : { strategy }) });
  }

  #restart(id: number): void {
    this.start();
    this.#messages.emit({ kind: 'response', id, ok: true, value: null });
    this.post(SNAPSHOT_REQUEST);
  }

  #refuse(id: number): void {
    const refusal = fail(
      'engine_gone',
      `The engine is not running: ${this.#deathReason}`,
      'Restart the engine.',
    );
    this.#messages.emit({ kind: 'response', id, ...refusal });
  }
}
