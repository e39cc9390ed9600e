import { describe, expect, test } from 'vitest';
import { describeSessionConfig } from '../../../../core/model/describe-session-config.ts';
import { checkSessionConfig } from '../../../../core/model/parse-session-config.ts';
import { fieldKind, newDraft, slugOf, valueAt, withValue } from '../../../../renderer/state/config-draft.ts';

describe('a draft', () => {
  test('takes values at paths, through lists too, and keeps the rest', () => {
    const draft = { a: { b: [{ c: 1 }, { c: 2 }] }, d: 3 };
    const changed = withValue(draft, 'a.b.1.c', 5);
    expect(changed).toEqual({ a: { b: [{ c: 1 }, { c: 5 }] }, d: 3 });
    expect(draft.a.b[1]?.c).toBe(2);
    expect(valueAt(changed, 'a.b.1.c')).toBe(5);
    expect(valueAt(changed, 'a.x.y')).toBeUndefined();
  });

  test('makes what is missing on the way, and loses a key that gets no value', () => {
    expect(withValue({}, 'a.b', 1)).toEqual({ a: { b: 1 } });
    expect(withValue({ a: { b: 1, c: 2 } }, 'a.b', undefined)).toEqual({ a: { c: 2 } });
  });

  test('keeps the order of its keys', () => {
    expect(Object.keys(withValue({ a: 1, b: 2 }, 'a', 3))).toEqual(['a', 'b']);
  });

  test('begins as a config that can run', () => {
    expect(
      checkSessionConfig(
        newDraft({ name: 'Mine', days: ['2025-07-01', '2025-07-02'], symbols: ['AAPL'], streams: ['1m'] }),
      ),
    ).toHaveProperty('config');
  });
});

describe('a form', () => {
  test('knows how each key of the schema is filled in', () => {
    const kinds = new Map(describeSessionConfig().map((each) => [each.path, fieldKind(each).kind]));
    expect(kinds.get('session_name')).toBe('text');
    expect(kinds.get('backtest_config.start_date')).toBe('day');
    expect(kinds.get('backtest_config.speed_multiplier')).toBe('number');
    expect(kinds.get('session_data_config.symbols')).toBe('symbols');
    expect(kinds.get('session_data_config.streams')).toBe('several');
    expect(kinds.get('session_data_config.indicators.session')).toBe('rows');
    expect(kinds.get('session_data_config.indicators.session[].interval')).toBe('choice');
    expect(kinds.get('session_data_config.historical.data[].apply_to')).toBe('who');
    expect(kinds.get('session_data_config.extended_hours')).toBe('toggle');
    expect(kinds.get('session_data_config')).toBe('section');
  });

  test('a list that exists only by default begins with its first change', () => {
    expect(withValue({ session_name: 'x' }, 'strategies.0', { name: 'sma-cross' })).toEqual({
      session_name: 'x',
      strategies: [{ name: 'sma-cross' }],
    });
  });

  test('knows that strategies are rows', () => {
    const kinds = new Map(describeSessionConfig().map((each) => [each.path, fieldKind(each).kind]));
    expect(kinds.get('strategies')).toBe('rows');
    expect(kinds.get('scanners')).toBe('rows');
  });

  test('names a file after the session', () => {
    expect(slugOf('Gap & go, July')).toBe('gap-go-july');
    expect(slugOf('Überfall!')).toBe('uberfall');
    expect(slugOf('…')).toBe('');
  });
});
