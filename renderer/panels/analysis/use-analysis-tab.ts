import type { AnalysisTab } from '../../state/view-store.ts';
import { useHeader, useView } from '../../state/workstation-context.ts';

/** The visible tab: a session without a feed has no feed tab to show. */
export function useAnalysisTab(): AnalysisTab {
  const tab = useView((view) => view.analysisTab);
  const hasFeed = useHeader((header) => header.feed !== null, false);
  return tab === 'feed' && !hasFeed ? 'signals' : tab;
}
