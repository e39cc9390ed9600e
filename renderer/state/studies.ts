import type { Interval } from '../../core/base/interval.ts';
import type { SessionHeader } from '../../electron/contract/batch.ts';
import type { CatalogIndicator } from '../../electron/contract/requests.ts';
import type { Study } from '../../electron/contract/study.ts';

export type SessionIndicators = SessionHeader['indicators'];

/** Most studies that the engine accepts for one chart. */
export const MOST_PANE_STUDIES = 8;

/** The session's own indicators on an interval. */
export const sessionStudies = (indicators: SessionIndicators, interval: Interval): readonly Study[] =>
  indicators
    .filter((each) => each.interval === interval)
    .slice(0, MOST_PANE_STUDIES)
    .map(({ name, parameters }) => ({ name, parameters: { ...parameters } }));

/** The studies of a pane: those chosen in the window, else the session's. */
export const studiesOf = (
  pane: { readonly studies: readonly Study[] | null },
  interval: Interval,
  indicators: SessionIndicators,
): readonly Study[] => pane.studies ?? sessionStudies(indicators, interval);

/** `sma(20)`: like the session's key, without the interval; the list of indicators supplies defaults. */
export function studyLabel({ name, parameters }: Study, known: readonly CatalogIndicator[]): string {
  const listed = known.find((each) => each.name === name)?.parameters;
  const values = listed?.map((each) => parameters[each.name] ?? each.default) ?? Object.values(parameters);
  return values.length === 0 ? name : `${name}(${values.join(',')})`;
}

export const isSameStudy = (a: Study, b: Study, known: readonly CatalogIndicator[]): boolean =>
  studyLabel(a, known) === studyLabel(b, known);

/** Removes a study that is present, and adds one that is not. */
export const toggledStudy = (
  shown: readonly Study[],
  study: Study,
  known: readonly CatalogIndicator[],
): readonly Study[] => {
  const without = shown.filter((each) => !isSameStudy(each, study, known));
  return without.length < shown.length ? without : [...shown, study].slice(0, MOST_PANE_STUDIES);
};

/** The valid studies of a stored view. */
export function readStudies(saved: unknown): readonly Study[] | null {
  if (!Array.isArray(saved)) return null;
  const studies = saved.filter(isStudy).map(({ name, parameters }) => ({ name, parameters }));
  return studies.length === saved.length ? studies.slice(0, MOST_PANE_STUDIES) : null;
}

function isStudy(value: unknown): value is Study {
  if (typeof value !== 'object' || value === null) return false;
  const { name, parameters } = value as { name?: unknown; parameters?: unknown };
  if (typeof name !== 'string' || typeof parameters !== 'object' || parameters === null) return false;
  return Object.values(parameters).every((each) => typeof each === 'number' && Number.isFinite(each));
}
