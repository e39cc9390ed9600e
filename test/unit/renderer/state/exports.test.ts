import { expect, test } from 'vitest';
import type { SessionHeader } from '../../../../electron/contract/batch.ts';
import type { SessionExportAnswer } from '../../../../electron/contract/reading-requests.ts';
import type { EngineClient } from '../../../../renderer/bridge/engine-client.ts';
import { Exports } from '../../../../renderer/state/exports.ts';
import { createNoticeStore } from '../../../../renderer/state/notice-store.ts';
import { EMPTY_COPY } from '../../../../renderer/state/session-copy.ts';
import { createSessionStore } from '../../../../renderer/state/session-store.ts';

const file = (empty: boolean): SessionExportAnswer => ({
  kind: 'file',
  file_name: 'a.json',
  media_type: 'application/json',
  content: '{}',
  empty,
});

function desk(answers: SessionExportAnswer[]) {
  const session = createSessionStore();
  const saved: string[] = [];
  const client = {
    request: () => Promise.resolve({ ok: true, value: answers.shift() }),
  } as unknown as EngineClient;
  const exports = new Exports({
    client,
    session,
    notices: createNoticeStore(),
    save: (_content, name) => saved.push(name),
  });
  const says = (header: Partial<SessionHeader>): void =>
    session.setState({
      copy: { ...EMPTY_COPY, header: { catchingUp: [], ...header } as SessionHeader },
    });
  return { exports, saved, says };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

test('an export while a symbol is behind is held, waits, and comes automatically', async () => {
  const { exports, saved, says } = desk([{ kind: 'catching_up', symbols: ['NVDA'] }, file(false)]);
  says({ blocked: true });
  await exports.session('json');
  expect(saved).toEqual([]);
  expect(exports.store.getState().held).toMatchObject({ symbols: ['NVDA'], waits: false });
  exports.wait();
  says({ blocked: true, barsProcessed: 2 });
  await settled();
  expect(saved).toEqual([]);
  says({ blocked: false });
  await settled();
  expect(saved).toEqual(['a.json']);
  expect(exports.store.getState().held).toBeNull();
});

test('it can be taken empty, or given up', async () => {
  const { exports, saved, says } = desk([{ kind: 'catching_up', symbols: [] }, file(true)]);
  says({ blocked: true });
  await exports.session('csv');
  exports.forget();
  says({ blocked: false });
  await settled();
  expect(saved).toEqual([]);
  await exports.session('csv', true);
  expect(saved).toEqual(['a.json']);
});
