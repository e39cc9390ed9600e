import { MessageChannel } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { memoryPorts, STOP_MESSAGE, threadPort } from '../../../../../electron/host/thread/worker-port.ts';
import type { Port } from '../../../../../electron/contract/port.ts';

const turns = () => new Promise((resolve) => setTimeout(resolve, 20));

function threadPorts(): [Port<unknown, unknown>, Port<unknown, unknown>, () => void] {
  const { port1, port2 } = new MessageChannel();
  return [threadPort(port1), threadPort(port2), () => port1.close()];
}

it.each([
  ['memory', () => [...memoryPorts<unknown, unknown>(), () => {}] as ReturnType<typeof threadPorts>],
  ['thread', threadPorts],
])('a %s port delivers in order, later, until it is closed', async (_name, open) => {
  const [near, far, end] = open();
  const heard: unknown[] = [];
  const subscription = far.onMessage((message) => heard.push(message));
  near.post({ n: 1 });
  near.post({ column: Float64Array.of(1, Number.NaN) });
  expect(heard).toEqual([]);
  await turns();
  expect(heard).toEqual([{ n: 1 }, { column: Float64Array.of(1, Number.NaN) }]);
  subscription[Symbol.dispose]();
  near.post({ n: 2 });
  far.onMessage((message) => heard.push(message));
  far.close();
  near.post({ n: 3 });
  await turns();
  expect(heard.filter((message) => (message as { n: number }).n === 3)).toEqual([]);
  end();
});

it('a thread port does not deliver the host’s own word to stop', async () => {
  const [near, far, end] = threadPorts();
  const heard: unknown[] = [];
  far.onMessage((message) => heard.push(message));
  near.post(STOP_MESSAGE);
  near.post({ n: 1 });
  await turns();
  expect(heard).toEqual([{ n: 1 }]);
  end();
});
