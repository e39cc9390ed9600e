import { useStore } from 'zustand';
import type { ConfigKey } from '../../../core/model/describe-session-config.ts';
import type { Catalog, CatalogStrategy } from '../../../electron/contract/requests.ts';
import { valueAt } from '../../state/config-draft.ts';
import { useWorkstation } from '../../state/workstation-context.ts';
import { useEditor } from './use-editor.ts';

/** Keys of a row whose name decides its other keys: an indicator, a strategy, a scanner. */
export interface NamedKeys {
  /** The allowed names, as the schema describes them; null where they are unknown. */
  readonly names: string | null;
  readonly parameters: readonly ConfigKey[];
}

/** The choices for a name, with the keys of each in addition to those of the schema; the row sets `path`. */
type Named = readonly { readonly name: string; readonly keys: readonly ConfigKey[] }[];

const NOTHING: NamedKeys = { names: null, parameters: [] };

const LISTS: Readonly<Record<string, (catalog: Catalog) => Named>> = {
  'session_data_config.indicators.session': ({ indicators }) =>
    indicators.map(({ name, parameters }) => ({
      name,
      keys: parameters.map((each) => ({
        path: each.name,
        expects: `number, ${each.min} to ${each.max}`,
        byDefault: String(each.default),
        required: false,
        description: '',
      })),
    })),
  strategies: ({ strategies }) => namedStrategies(strategies, 'strategy'),
  scanners: ({ strategies }) => namedStrategies(strategies, 'scanner'),
};

const namedStrategies = (strategies: readonly CatalogStrategy[], role: CatalogStrategy['role']): Named =>
  strategies
    .filter((each) => each.role === role)
    .map(({ name, parameters }) => ({
      name,
      keys: parameters.map((each) => ({
        path: each.name,
        expects: expectation(each),
        byDefault: each.byDefault === undefined ? undefined : JSON.stringify(each.byDefault),
        required: each.byDefault === undefined,
        description: each.description,
      })),
    }));

/** The schema's description, from which a field's kind is read. */
function expectation({ type, min, max, choices }: CatalogStrategy['parameters'][number]): string {
  switch (type) {
    case 'number':
      return min === undefined || max === undefined ? 'number' : `number, ${min} to ${max}`;
    case 'flag':
      return 'true or false';
    case 'choice':
      return choices.map((each) => `"${each}"`).join(' or ');
    case 'list':
      return 'list of text';
    case 'text':
      return 'text';
  }
}

export function useNamedKeys(listPath: string, path: string): NamedKeys {
  const catalog = useStore(useWorkstation().catalog, (state) => state.catalog);
  const name = useEditor(({ draft }) => valueAt(draft, `${path}.name`));
  const known = catalog === null ? [] : (LISTS[listPath]?.(catalog) ?? []);
  if (known.length === 0) return NOTHING;
  const keys = known.find((each) => each.name === name)?.keys ?? [];
  return {
    names: known.map((each) => `"${each.name}"`).join(' or '),
    parameters: keys.map((each) => ({ ...each, path: `${listPath}[].${each.path}` })),
  };
}
