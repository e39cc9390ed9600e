import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * Only the time manager reads the wall clock, knows the exchange's hours or does calendar arithmetic; only the
 * coordinator moves the clock. Checked in the sources, without comments.
 */

const ROOT = path.resolve(import.meta.dirname, '../..');

interface Source {
  readonly file: string;
  readonly code: string;
}

const sourcesIn = (folder: string): readonly Source[] =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => `${folder}/${name.replaceAll(path.sep, '/')}`)
    .sort()
    .map((file) => ({ file, code: withoutRemarks(readFileSync(path.join(ROOT, file), 'utf8')) }));

const withoutRemarks = (text: string): string =>
  text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '$1');

const core = sourcesIn('core');
const elsewhere = [...sourcesIn('electron'), ...sourcesIn('renderer')];

/** Files that match, less those of folders that may. */
const filesWith = (sources: readonly Source[], pattern: RegExp, ...allowed: readonly string[]): string[] =>
  sources
    .filter(({ file, code }) => pattern.test(code) && !allowed.some((place) => file.startsWith(place)))
    .map(({ file }) => file);

const TIME_MANAGER = 'core/time-manager/';

describe('the wall clock', () => {
  it('is not there in core: no Date, no timer, no performance', () => {
    expect(core.length).toBeGreaterThan(100);
    expect(
      filesWith(
        core,
        /\bnew Date\b|\bDate\.|\bperformance\.(now|mark|measure|timeOrigin)\b|\bset(Timeout|Interval|Immediate)\(/,
      ),
    ).toEqual([]);
    expect(filesWith(core, /\bDateTime\.(now|utc\(\)|local\(\))/)).toEqual([]);
  });

  it('of core measures durations and schedules waits, and nothing more', () => {
    expect(filesWith(core, /\bwall\.now\(\)/)).toEqual([
      'core/session-coordinator/session/playback-pace.ts',
      'core/session-coordinator/session/session-run.ts',
      'core/session-coordinator/session/symbol-admission.ts',
    ]);
  });
});

describe('the session’s clock', () => {
  it('is moved by the coordinator alone', () => {
    const allowed = ['core/session-coordinator/', 'core/time-manager/simulated-clock.ts'];
    expect(filesWith([...core, ...elsewhere], /\bclock\)?\??\.(moveTo|startSession)\(/i, ...allowed)).toEqual(
      [],
    );
    // The loop moves it, also in its quiet stretches; a live feed reports time that passed during a suspension.
    expect(filesWith(core, /\bclock\.moveTo\(/)).toEqual([
      'core/session-coordinator/session/apply-feed.ts',
      'core/session-coordinator/session/play-instant.ts',
      'core/session-coordinator/session/session-loop.ts',
    ]);
    expect(filesWith(core, /\bclock\.startSession\(/)).toEqual([
      'core/session-coordinator/session/session-run.ts',
    ]);
  });
});

describe('the exchange’s hours', () => {
  /** `'09:30'`, `9.5 * HOUR_MS`, `6.5 * 60 * 60`, `390` minutes. */
  const HOURS = /['"`](04:00|09:30|13:00|16:00|20:00)|\b(9\.5|6\.5|3\.5) \*|\b(390|570|23_?400)\b/;

  it('are known to the time manager alone; the sample makes days of its own', () => {
    expect(filesWith(core, HOURS, TIME_MANAGER, 'core/data-manager/sample/')).toEqual([]);
    expect(filesWith(elsewhere, HOURS, 'electron/bench/')).toEqual([]);
  });

  it('are those of the calendar, whose zone core names nowhere but in vendors’ presets', () => {
    const vendors = ['core/data-manager/importers/'];
    expect(filesWith(core, /America\/New_York/, TIME_MANAGER, ...vendors)).toEqual([]);
  });

  it('are not computed elsewhere: zones and calendars of libraries stay in the time manager and at the edges', () => {
    expect(filesWith(core, /from 'luxon'/, TIME_MANAGER, 'core/data-manager/importers/')).toEqual([]);
  });
});
