import { describe, expect, test } from 'vitest';
import { daysText } from '../../../../renderer/panels/analysis/report-words.ts';
import { filteredLog } from '../../../../renderer/panels/analysis/log-view.tsx';
import { announcement } from '../../../../renderer/panels/shell/announcer.tsx';
import { configDetail } from '../../../../renderer/panels/transport-bar/session-picker.tsx';
import { applyBatch } from '../../../../renderer/state/apply-batch.ts';
import { EMPTY_COPY, type SessionCopy } from '../../../../renderer/state/session-copy.ts';
import { sparkPath } from '../../../../renderer/ui/spark-line.tsx';
import { batch, header, logRow, row } from '../../../helpers/batches.ts';
import { CONFIGS } from '../../../helpers/scripted-answers.ts';

function after(copy: SessionCopy, ...parameters: Parameters<typeof batch>): SessionCopy {
  const result = applyBatch(copy, batch(...parameters));
  if (result.kind !== 'applied') throw new Error(result.kind);
  return result.copy;
}

describe('what is read out', () => {
  const running = after(EMPTY_COPY, 1, { full: true, session: header(), symbols: [row('AMD')] });
  const nvda = { symbol: 'NVDA', doneBars: 0, totalBars: 212 };

  test('a block when it begins, not at each of its bars', () => {
    const session = header({ blocked: true, state: 'catching_up', catchingUp: [nvda] });
    const blocked = after(running, 2, { session });
    expect(announcement(running, blocked)).toContain('Analysis is blocked: NVDA');
    expect(announcement(blocked, after(blocked, 3, { session: { ...session, dropped: 9 } }))).toBeNull();
  });

  test('a catch-up that ended, a state that changed, a symbol that failed', () => {
    const report = { symbol: 'NVDA', bars: 212, droppedNotifications: 37, wallMs: 3, clockMs: 0 };
    expect(announcement(running, after(running, 2, { catchups: [report] }))).toContain(
      'NVDA caught up: 212 bars',
    );
    expect(announcement(running, after(running, 2, { session: header({ state: 'paused' }) }))).toBe(
      'Session: Paused.',
    );
    const failed = after(running, 2, {
      symbols: [row('ZZZZ', { phase: 'failed', reason: 'not in the store' })],
    });
    expect(announcement(running, failed)).toBe('ZZZZ failed: not in the store');
    expect(announcement(failed, after(failed, 3, { symbols: [row('AMD', { last: 11 })] }))).toBeNull();
  });
});

test('the log is filtered by all words, in any order', () => {
  const log = [
    logRow(1, { type: 'symbol_active', symbol: 'NVDA', text: 'caught up' }),
    logRow(2, { type: 'symbol_active', symbol: 'AMD', text: 'caught up' }),
  ];
  expect(filteredLog(log, 'nvda CAUGHT')).toEqual([log[0]]);
  const fold = { kind: 'fold', from: 3, count: 40 } as const;
  expect(filteredLog([...log, fold], 'nvda')).toEqual([log[0], fold]);
  expect(filteredLog(log, ' ')).toBe(log);
});

test('days of a run are counted; a run that came to none says so', () => {
  expect(daysText([])).toBe('none');
  expect(daysText(['2025-11-24'])).toBe('2025-11-24');
  expect(daysText(['2025-11-24', '2025-11-25', '2025-11-28'])).toBe('3: 2025-11-24 to 2025-11-28');
});

test('a config says what it would run, or why it cannot', () => {
  expect(CONFIGS.map((config) => configDetail(config))).toEqual([
    '2025-07-02 to 2025-07-03 · RIVN MSFT TSLA AMD SOFI',
    '2025-07-02 to 2025-07-03 · S000 S001 S002 S003 S004 S005 and 494 more',
    '⚠ Cannot be opened: session_data_config.streams: expected at least one interval, got none',
  ]);
});

test('a spark line spans its box, and a flat one stays in it', () => {
  expect(sparkPath([1, 2])).toBe('M0.0 16.0L64.0 2.0');
  expect(sparkPath([5, 5])).toBe('M0.0 16.0L64.0 16.0');
  expect(sparkPath([5])).toBe('');
});
