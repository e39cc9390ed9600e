import { describe, expect, it } from 'vitest';
import { asTradingDay } from '../../../../core/base/epoch-ms.ts';
import { FaultPlan, parseFaults } from '../../../../electron/simulator/fault-plan.ts';
import { at, calendar } from '../../../helpers/bar-builder.ts';

const day = asTradingDay('2025-11-03');
const parse = (content: unknown) => parseFaults(JSON.stringify(content), calendar, day);

function planOf(...faults: object[]): FaultPlan {
  const parsed = parse({ faults });
  if (!parsed.ok) throw new Error(parsed.failure.message);
  return new FaultPlan(parsed.value);
}

describe('a fault file', () => {
  it.each([
    ['no JSON', '{', 'The fault file is not JSON'],
    ['another key', '{"fault":[]}', 'Fault file'],
    ['an unknown kind', '{"faults":[{"kind":"fire"}]}', 'Fault file, faults.0.kind'],
    ['no time', '{"faults":[{"kind":"drop","at":"noon"}]}', 'faults.0.at: “noon” is not a time'],
  ])('with %s is refused', (_name, text, message) => {
    const parsed = parseFaults(text, calendar, day);
    expect(parsed.ok ? '' : parsed.failure.message).toContain(message);
  });

  it('is on from its time for a minute, or as long as it says, for the symbols it names', () => {
    const plan = planOf(
      { kind: 'late', at: '10:00', symbols: ['KO'] },
      { kind: 'mute', at: '2025-11-03 11:00', seconds: 5 },
    );
    const on = (kind: 'late' | 'mute', time: string, symbol?: string) =>
      plan.take(kind, at(`${day} ${time}`), symbol) !== undefined;
    expect([on('late', '09:59:59', 'KO'), on('late', '10:00', 'KO'), on('late', '10:00:59', 'KO')]).toEqual([
      false,
      true,
      true,
    ]);
    expect([on('late', '10:01', 'KO'), on('late', '10:00', 'AAPL')]).toEqual([false, false]);
    expect([on('mute', '11:00:04'), on('mute', '11:00:05')]).toEqual([true, false]);
  });

  it('without a time is on from the beginning, as often as it says', () => {
    const plan = planOf({ kind: 'rest_500', times: 2 });
    expect([1, 2, 3].map((now) => plan.take('rest_500', now) !== undefined)).toEqual([true, true, false]);
  });
});
