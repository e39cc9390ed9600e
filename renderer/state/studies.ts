import type { Interval } from '../../core/base/interval.ts';
import type { SessionHeader } from '../../electron/contract/batch.ts';
import type { CatalogIndicator } from '../../electron/contract/requests.ts';
import type { Study } from '../../electron/contract/study.ts';

export type SessionIndicators = SessionHeader['indicators'];

/** As many as the engine takes for one chart. */
export const MOST_STUDIES = 8;

/** The session's own indicators on an interval. */
export const sessionStudies = (indicators: SessionIndicators, interval: Interval): readonly Study[] =>
  indicators
    .filter((each) => each.interval === interval)
    .slice(0, MOST_STUDIES)
    .map(({ name, parameters }) => ({ name, parameters: { ...parameters } }));

/** What a pane shows: what was chosen in the window, else what the session has. */
export const studiesOf = (
  pane: { readonly studies: readonly Study[] | null },
  interval: Interval,
  indicators: SessionIndicators,
): readonly Study[] => pane.studies ?? sessionStudies(indicators, interval);

/** `sma(20)`: as the key of the session, less the interval; defaults are filled in from the list of indicators. */
export function studyLabel({ name, parameters }: Study, known: readonly CatalogIndicator[]): string {
  const listed = known.find((each) => each.name === name)?.parameters;
  const values = listed?.map((each) => parameters[each.name] ?? each.default) ?? Object.values(parameters);
  return values.length === 0 ? name : `${name}(${values.join(',')})`;
}

export const isSameStudy = (a: Study, b: Study, known: readonly CatalogIndicator[]): boolean =>
  studyLabel(a, known) === studyLabel(b, known);

/** Takes a study away that is there, and adds one that is not. */
export const toggledStudy = (
  shown: readonly Study[],
  study: Study,
  known: readonly CatalogIndicator[],
): readonly Study[] => {
  const without = shown.filter((each) => !isSameStudy(each, study, known));
  return without.length < shown.length ? without : [...shown, study].slice(0, MOST_STUDIES);
};

/** Of a stored view, whatever looks like a list of studies. */
export function readStudies(saved: unknown): readonly Study[] | null {
  if (!Array.isArray(saved)) return null;
  const studies = saved.filter(isStudy).map(({ name, parameters }) => ({ name, parameters }));
  return studies.length === saved.length ? studies.slice(0, MOST_STUDIES) : null;
}

function isStudy(value: unknown): value is Study {
  if (typeof value !== 'object' || value === null) return false;
  const { name, parameters } = value as { name?: unknown; parameters?: unknown };
  if (typeof name !== 'string' || typeof parameters !== 'object' || parameters === null) return false;
  return Object.values(parameters).every((each) => typeof each === 'number' && Number.isFinite(each));
}
