import { describe, expect, it } from 'vitest';
import { Emitter } from '../../../../../core/base/emitter.ts';
import { silentLogger } from '../../../../../core/base/logger.ts';
import type { EngineMessage, EngineSilence } from '../../../../../electron/contract/message.ts';
import {
  EngineSupervisor,
  type EngineDeath,
} from '../../../../../electron/host/supervisor/engine-supervisor.ts';
import { ScriptedEngine } from '../../../../helpers/scripted-ports.ts';

function supervised() {
  const engines: ScriptedEngine[] = [];
  const deaths = new Emitter<EngineDeath>();
  const silences = new Emitter<EngineSilence | null>();
  const stopped: ScriptedEngine[] = [];
  const start = () => {
    const port = new ScriptedEngine();
    engines.push(port);
    const stop = async () => void stopped.push(port);
    return {
      port,
      stop,
      onDeath: (listener: (death: EngineDeath) => void) => deaths.subscribe(listener),
      onSilence: (listener: (silence: EngineSilence | null) => void) => silences.subscribe(listener),
      kill: (reason: string) => deaths.emit({ reason, strategy: null }),
    };
  };
  const supervisor = new EngineSupervisor({ start, logger: silentLogger });
  const heard: EngineMessage[] = [];
  supervisor.onMessage((message) => heard.push(message));
  return { supervisor, engines, deaths, silences, stopped, heard };
}

const request = (id: number, name: string) => ({ kind: 'request', id, name, params: {} }) as const;

describe('engine supervisor', () => {
  it('forwards both ways while the engine runs', () => {
    const { supervisor, engines, heard } = supervised();
    supervisor.start();
    supervisor.post(request(1, 'play'));
    engines[0]!.answer(1, null);
    expect(engines[0]!.posted).toEqual([request(1, 'play')]);
    expect(heard).toEqual([{ kind: 'response', id: 1, ok: true, value: null }]);
  });

  it('starts one engine however often it is asked', () => {
    const { supervisor, engines } = supervised();
    supervisor.start();
    supervisor.start();
    expect(engines).toHaveLength(1);
  });

  it('reports a death with its reason and refuses requests, naming it, until it is asked to restart', () => {
    const { supervisor, engines, deaths, heard } = supervised();
    supervisor.start();
    deaths.emit({ reason: 'a bug of ours', strategy: null });
    supervisor.post(request(2, 'play'));
    expect(heard[0]).toEqual({ kind: 'engine_died', reason: 'a bug of ours' });
    expect(heard[1]).toMatchObject({ id: 2, ok: false, failure: { code: 'engine_gone' } });
    expect(JSON.stringify(heard[1])).toContain('a bug of ours');
    expect(engines).toHaveLength(1);

    supervisor.post(request(3, 'restart'));
    supervisor.post(request(4, 'catalog'));
    expect(heard[2]).toEqual({ kind: 'response', id: 3, ok: true, value: null });
    expect(engines).toHaveLength(2);
    expect(engines[1]!.posted).toEqual([request(0, 'snapshot'), request(4, 'catalog')]);
  });

  it('reports an engine that does not answer, ends it on request, and never one that answers', () => {
    const { supervisor, engines, silences, heard } = supervised();
    supervisor.start();
    supervisor.post(request(1, 'end_engine'));
    expect(heard.pop()).toMatchObject({ id: 1, ok: false, failure: { code: 'not_allowed' } });
    silences.emit({ seconds: 10, strategy: 'giant.ts' });
    silences.emit(null);
    supervisor.post(request(2, 'end_engine'));
    expect(heard.pop()).toMatchObject({ id: 2, ok: false });
    expect(heard.map((message) => message.kind)).toEqual(['engine_silent', 'engine_silent']);

    silences.emit({ seconds: 12, strategy: 'giant.ts' });
    supervisor.post(request(3, 'end_engine'));
    expect(heard.slice(-2)).toEqual([
      { kind: 'response', id: 3, ok: true, value: null },
      {
        kind: 'engine_died',
        reason: 'It did not answer for 12 s, in strategy giant.ts, and was ended.',
      },
    ]);
    supervisor.post(request(4, 'restart'));
    expect(engines).toHaveLength(2);
    expect(engines.flatMap(({ posted }) => posted)).not.toContainEqual(request(3, 'end_engine'));
    supervisor.post(request(5, 'end_engine'));
    expect(heard.at(-1)).toMatchObject({ id: 5, ok: false });
  });

  it('stops the engine once and is silent afterwards', async () => {
    const { supervisor, engines, stopped } = supervised();
    supervisor.start();
    await supervisor.stop();
    await supervisor.stop();
    expect(stopped).toEqual(engines);
  });
});
