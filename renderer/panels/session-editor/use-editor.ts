import { useStore } from 'zustand';
import type { ConfigKey } from '../../../core/model/describe-session-config.ts';
import { valueAt } from '../../state/config-draft.ts';
import type { EditorState } from '../../state/session-editor.ts';
import { useWorkstation } from '../../state/workstation-context.ts';

export const useEditor = <T>(select: (state: EditorState) => T): T =>
  useStore(useWorkstation().editor.store, select);

interface Field {
  /** The draft's value, else the default. */
  readonly value: unknown;
  readonly isDefault: boolean;
  /** The error at exactly this path. */
  readonly problem: string | null;
  readonly set: (value: unknown) => void;
}

/** One key of the draft at a path without brackets. */
export function useField(path: string, key: ConfigKey): Field {
  const { editor } = useWorkstation();
  const own = useEditor(({ draft }) => valueAt(draft, path));
  const problem = useEditor(({ problems }) => problems.find((each) => each.path === path)?.message ?? null);
  const byDefault: unknown = key.byDefault === undefined ? undefined : JSON.parse(key.byDefault);
  const set = (value: unknown): void => editor.set(path, value);
  return { value: own ?? byDefault, isDefault: own === undefined, problem, set };
}

/** Keys whose last word alone says too little. */
const NAMES: Readonly<Record<string, string>> = {
  'session_data_config.indicators.session': 'Session indicators',
  'session_data_config.indicators.historical': 'Historical indicators',
  'session_data_config.historical.data': 'History to load',
};

export function inWords(path: string): string {
  const named = NAMES[path];
  if (named !== undefined) return named;
  const words = (path.split('.').at(-1) ?? path).replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
