import { afterEach, describe, expect, it } from 'vitest';
import { ScriptCache } from '../../../electron/host/strategies/script-cache.ts';
import { userStrategyKind } from '../../../electron/host/strategies/user-strategy-kind.ts';
import { bars } from '../../helpers/bar-builder.ts';
import { memoryStore } from '../../helpers/memory-store.ts';
import { eventsOf, playRun, sessionConfig } from '../../helpers/session-harness.ts';

/** A strategy computes the same in every zone of the machine: all dates are UTC's, all texts are compared by code points. */

const store = memoryStore(bars('RIVN').from('2025-07-02 09:30').minutes(3).build());
const config = sessionConfig({ symbols: ['RIVN'] });
const zone = process.env['TZ'];
afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

const ZONES = ['UTC', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Apia'];

const TEXTS = [
  '2025-11-03',
  '2025-11',
  '2025',
  '2025-11-03T09:30',
  '2025-11-03T09:30:15',
  '2025-11-03T09:30:15.250',
  '2025-11-03T09:30Z',
  '2025-11-03T09:30+05:45',
  '2025-11-03 09:30',
  '2025-11-03 09:30:15 UTC',
  '2025/11/03 09:30',
  '11/03/2025',
  'Nov 3, 2025 09:30',
  'Nov 3, 2025 09:30 EST',
  'Mon Nov 03 2025 09:30:00 GMT+0100',
  '3 November 2025',
  '2025-03-09T02:30',
  'Mar 9 2025 02:30',
  'nonsense',
];

const BODY = `
  const say = (...words) => ctx.log.info(words.join(' '));
  for (const text of ${JSON.stringify(TEXTS)}) say(text, new Date(text).getTime(), Date.parse(text));
  const at = new Date('2025-11-03T09:30');
  say(at.getYear(), at.getHours(), at.getDate(), at.getDay(), at.getTimezoneOffset(), at, String(at));
  say(at.toLocaleString(), at.toLocaleDateString('de-DE'), at.toLocaleTimeString(), at.toDateString(), at.toTimeString());
  const set = new Date(0); set.setHours(25); set.setYear(99); say(set.toISOString(), new Date(2025, 10, 3, 9, 30).toISOString(), new Date(NaN));
  say(['ä', 'z', 'a', 'Z', 'ö', '\\u{1F4A9}', '\\uFFFD'].sort((one, other) => one.localeCompare(other)).join());
  say('i'.toLocaleUpperCase('tr'), 'I'.toLocaleLowerCase('tr'), (1234567.891).toLocaleString('de-DE'), 12345678901234567890n.toLocaleString(), [1234.5, 0.25].toLocaleString('de'));
  try { null.x; } catch (error) { say(error.stack.replaceAll('\\n', '|')); }
  say(new Error('x').stack.includes('/'), typeof Intl);
`;

async function linesIn(timeZone: string): Promise<readonly string[]> {
  process.env['TZ'] = timeZone;
  const code = `export default { name: 'mine', onStart(ctx) { ${BODY} } };`;
  const kind = userStrategyKind({ entry: 'mine.js', files: { 'mine.js': code } }, new ScriptCache());
  if (!kind.ok) throw new Error(kind.failure.message);
  const strategy = kind.value.create({}, 'mine');
  if (!strategy.ok) throw new Error(strategy.failure.message);
  const played = await playRun(store, config, { strategies: [strategy.value] });
  expect(eventsOf(played, 'strategy_stopped')).toEqual([]);
  return eventsOf(played, 'strategy_log').map(({ text }) => text);
}

describe('a strategy on a machine in another zone', () => {
  it('is tried where zones differ', () => {
    const hours = ZONES.map((timeZone) => {
      process.env['TZ'] = timeZone;
      return new Date('2025-11-03T09:30').getTime();
    });
    expect(new Set(hours).size).toBe(ZONES.length);
  });

  it('computes and prints the same', async () => {
    const expected = await linesIn('UTC');
    expect(expected.length).toBeGreaterThan(20);
    for (const timeZone of ZONES) expect(await linesIn(timeZone), timeZone).toEqual(expected);
  });

  it('reads a text as a machine in UTC does', async () => {
    const lines = await linesIn('America/New_York');
    process.env['TZ'] = 'UTC';
    for (const [index, text] of TEXTS.entries())
      expect(lines[index]).toBe(`${text} ${new Date(text).getTime()} ${Date.parse(text)}`);
  });
});
