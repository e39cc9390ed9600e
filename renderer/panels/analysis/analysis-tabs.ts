import type { SessionHeader } from '../../../electron/contract/batch.ts';
import type { AnalysisTab } from '../../state/view-store.ts';

interface Tab {
  readonly value: AnalysisTab;
  readonly label: string;
}

const TABS: readonly Tab[] = [
  { value: 'signals', label: 'Signals' },
  { value: 'orders', label: 'Orders' },
  { value: 'quality', label: 'Quality' },
  { value: 'log', label: 'Log' },
  { value: 'performance', label: 'Performance' },
  { value: 'report', label: 'Report' },
];
const LIVE_TABS: readonly Tab[] = [...TABS, { value: 'feed', label: 'Feed' }];

/** The available tabs; only a live session has a feed. */
export const analysisTabs = (header: Pick<SessionHeader, 'feed'> | null): readonly Tab[] =>
  header === null || header.feed === null ? TABS : LIVE_TABS;
