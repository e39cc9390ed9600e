import type { ViewStore } from './view-store.ts';

/** Puts the chosen theme on the document, before listeners of the view draw with its colours. */
export function applyTheme(view: ViewStore, document: { readonly dataset: DOMStringMap }): () => void {
  const apply = (): void => {
    document.dataset['theme'] = view.getState().theme;
  };
  apply();
  return view.subscribe(apply);
}
