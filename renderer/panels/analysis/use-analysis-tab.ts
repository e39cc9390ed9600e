import type { AnalysisTab } from '../../state/view-store.ts';
import { useHeader, useView } from '../../state/workstation-context.ts';

/** The tab that is shown: a session without a feed has none of it to show. */
export function useAnalysisTab(): AnalysisTab {
  const tab = useView((view) => view.analysisTab);
  const hasFeed = useHeader((header) => header.feed !== null, false);
  return tab === 'feed' && !hasFeed ? 'signals' : tab;
}
