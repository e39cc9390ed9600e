import { isoUtc, asEpochMs } from '../../../core/base/epoch-ms.ts';
import type { SessionEvent } from '../../../core/model/session-event.ts';
import { commandText, eventSymbol, eventText } from '../runs/event-text.ts';
import type { StoredRun } from '../runs/stored-run.ts';
import type { BundleManifest } from './bundle-file.ts';

/** Events that the page lists; the bundle has them all. */
const MAX_EVENTS = 5_000;

/**
 * A page that shows a bundle in any browser, without the program and without a script of its own: the run's report, then its
 * commands and events. Times are UTC.
 */
export function bundlePage(
  report: string,
  { journal, events }: Pick<StoredRun, 'journal' | 'events'>,
  about: Pick<BundleManifest, 'session' | 'engine_version' | 'rules' | 'fingerprint'>,
): string {
  const commands = journal.map(({ clock, command }) => [clock, '', commandText(command)]);
  const shown = events.slice(0, MAX_EVENTS).map((line) => {
    const event = JSON.parse(line) as SessionEvent & { readonly clock: string };
    return [event.clock, eventSymbol(event) ?? '', eventText(event)];
  });
  const left = events.length - shown.length;
  const appendix = [
    `<section><h2>Commands</h2>${tableOf(['Clock', 'Symbol', 'Command'], commands)}</section>`,
    `<section><h2>Events</h2>${tableOf(['Clock', 'Symbol', 'Event'], shown)}`,
    left > 0 ? `<p>${left} more events are in the bundle.</p>` : '',
    '</section>',
    `<p>Recorded by Tapedeck ${escapeHtml(about.engine_version)} under rules ${about.rules}. Bars: ${about.fingerprint ?? 'not known'}.</p>`,
  ].join('\n');
  const end = report.lastIndexOf('</body>');
  return end < 0 ? `${report}\n${appendix}` : `${report.slice(0, end)}${appendix}\n${report.slice(end)}`;
}

function tableOf(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = heads.map((each) => `<th scope="col">${each}</th>`).join('');
  const body = rows
    .map((cells) => `<tr>${cells.map((cell) => `<td>${escapeHtml(readable(cell))}</td>`).join('')}</tr>`)
    .join('\n');
  return `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

/** `2025-11-24 15:00:00` for an instant, other text unchanged. */
const readable = (cell: string): string =>
  /^\d{4}-\d\d-\d\dT/.test(cell)
    ? isoUtc(asEpochMs(Date.parse(cell)))
        .slice(0, 19)
        .replace('T', ' ')
    : cell;

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
