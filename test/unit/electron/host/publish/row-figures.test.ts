import { expect, it } from 'vitest';
import type { SessionRun } from '../../../../../core/session-coordinator/session/session-run.ts';
import { FIGURES, type SymbolRow } from '../../../../../electron/contract/batch.ts';
import { RowFeed } from '../../../../../electron/host/publish/row-feed.ts';
import type { HostedSession } from '../../../../../electron/host/session/hosted-session.ts';
import { applyBatch } from '../../../../../renderer/state/apply-batch.ts';
import { EMPTY_COPY, type SessionCopy } from '../../../../../renderer/state/session-copy.ts';
import { bars } from '../../../../helpers/bar-builder.ts';
import { batch } from '../../../../helpers/batches.ts';
import { memoryStore } from '../../../../helpers/memory-store.ts';
import { add, plan, playRun, sessionConfig } from '../../../../helpers/session-harness.ts';

/**
 * Figures travel as numbers by place, and only when they changed. A window that got every update must show what a window
 * that opens now is sent: for each figure, also one that changes without a bar.
 */
it('a window that is kept up to date shows what a new one is sent', async () => {
  let run: SessionRun | undefined;
  const feed = new RowFeed();
  let copy: SessionCopy = EMPTY_COPY;
  let seq = 0;
  const seen = new Set<string>();
  const compare = (): void => {
    const session = { run, line: undefined } as unknown as HostedSession;
    const fresh = new RowFeed().take(session, 0, true).symbols;
    const applied = applyBatch(
      copy,
      batch(++seq, { full: seq === 1, ...feed.take(session, seq * 10_000, true) }),
    );
    if (applied.kind !== 'applied') throw new Error(applied.kind);
    const before = copy.rows;
    copy = applied.copy;
    for (const row of fresh) {
      const shown = copy.rows.get(row.symbol);
      expect(withoutSpark(shown)).toEqual(withoutSpark(row));
      const was = before.get(row.symbol);
      for (const name of FIGURES) if (was !== undefined && was[name] !== row[name]) seen.add(name);
    }
  };
  const times = ['09:31', '09:40', '09:41', '09:42', '10:00', '10:10', '10:20'];
  await playRun(
    memoryStore(
      // AAPL has no bar for half an hour: its quality falls although nothing of it arrives.
      bars('AAPL')
        .from('2025-07-02 09:30')
        .minutes(60)
        .without(...Array.from({ length: 30 }, (_, at) => at + 5))
        .build(),
      bars('NVDA').from('2025-07-02 09:30').minutes(60).build(),
    ),
    sessionConfig({ symbols: ['AAPL'], streams: ['1m'] }),
    {
      planned: [
        ...times.map((time) => plan(`2025-07-02 ${time}`, { type: 'speed', multiplier: 0 })),
        add('2025-07-02 10:05', 'NVDA'),
      ],
      onOpen: (opened) => {
        run = opened;
      },
      recorder: {
        event() {},
        export() {},
        journal: ({ command }) => {
          if (command.type === 'speed') compare();
        },
      },
    },
  );
  expect(seq).toBe(times.length);
  for (const name of ['last', 'change', 'changePercent', 'quality', 'volume', 'barCount'])
    expect(seen).toContain(name);
});

const withoutSpark = (row: SymbolRow | undefined): object => ({ ...row, spark: null });
