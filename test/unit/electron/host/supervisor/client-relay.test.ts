import { describe, expect, it } from 'vitest';
import { ClientRelay } from '../../../../../electron/host/supervisor/client-relay.ts';
import { ScriptedClient, ScriptedEngine } from '../../../../helpers/scripted-ports.ts';

function connected() {
  const engine = new ScriptedEngine();
  const relay = new ClientRelay(engine);
  const client = new ScriptedClient();
  const attachment = relay.attach(client);
  const asked = engine.posted.splice(0);
  return { engine, relay, client, attachment, asked };
}

describe('client relay', () => {
  it('asks for a full batch when a page comes, and keeps the answer to itself', () => {
    const { engine, client, asked } = connected();
    expect(asked).toEqual([{ kind: 'request', id: 0, name: 'snapshot', params: {} }]);
    engine.answer(0, null);
    expect(client.received).toEqual([]);
  });

  it('gives a request its own number and the answer the number of the request', () => {
    const { engine, client } = connected();
    client.request(7, 'play');
    expect(engine.posted).toEqual([{ kind: 'request', id: 1, name: 'play', params: {} }]);
    engine.answer(1, 'done');
    expect(client.received).toEqual([{ kind: 'response', id: 7, ok: true, value: 'done' }]);
  });

  it('does not hand an answer to the page that took the place of the one that asked', () => {
    const { engine, relay, client, attachment } = connected();
    client.request(1, 'play');
    attachment[Symbol.dispose]();
    const second = new ScriptedClient();
    relay.attach(second);
    second.request(1, 'pause');
    engine.answer(1, 'for the first');
    engine.answer(2, 'for the second');
    expect(second.received).toEqual([{ kind: 'response', id: 1, ok: true, value: 'for the second' }]);
  });

  it('closes the page before when a second one comes, and hears it no more', () => {
    const { engine, relay, client } = connected();
    relay.attach(new ScriptedClient());
    engine.posted.length = 0;
    expect(client.closed).toBe(true);
    client.request(1, 'play');
    expect(engine.posted).toEqual([]);
    expect(client.messages.size).toBe(1);
  });

  it('acknowledges batches without a page, and those a vanished page left open', () => {
    const { engine, client, attachment } = connected();
    engine.batch(1);
    engine.batch(2);
    client.say({ kind: 'ack', seq: 1 });
    attachment[Symbol.dispose]();
    engine.batch(3);
    expect(engine.posted).toEqual([1, 2, 3].map((seq) => ({ kind: 'ack', seq })));
  });

  it('forwards an acknowledgement once, and only of a batch that was sent', () => {
    const { engine, client } = connected();
    engine.batch(1);
    for (const seq of [1, 1, 9]) client.say({ kind: 'ack', seq });
    expect(engine.posted).toEqual([{ kind: 'ack', seq: 1 }]);
  });

  it('refuses a request without a place in the contract and drops what is no message', () => {
    const { engine, client } = connected();
    client.request(3, 'read_file');
    for (const junk of [null, 'stop', 1, {}, { kind: 'batch' }, { kind: 'request', id: -1, name: 'play' }])
      client.say(junk);
    expect(engine.posted).toEqual([]);
    expect(client.received).toEqual([
      {
        kind: 'response',
        id: 3,
        ok: false,
        failure: { code: 'not_allowed', message: 'There is no request "read_file".' },
      },
    ]);
  });

  it('answers what was open when the engine died, then reports the death', () => {
    const { engine, client } = connected();
    client.request(4, 'play');
    engine.messages.emit({ kind: 'engine_died', reason: 'out of memory' });
    expect(client.received).toMatchObject([
      { kind: 'response', id: 4, ok: false, failure: { code: 'engine_gone' } },
      { kind: 'engine_died', reason: 'out of memory' },
    ]);
  });

  it('leaves no listener on a page that is gone', () => {
    const { client, attachment } = connected();
    attachment[Symbol.dispose]();
    expect(client.messages.size).toBe(0);
  });
});
