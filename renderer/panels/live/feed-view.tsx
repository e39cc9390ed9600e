import { Download } from 'lucide-react';
import type { FeedHeader } from '../../../electron/contract/batch.ts';
import {
  REHEARSALS,
  type FeedTruthAnswer,
  type Rehearsal,
} from '../../../electron/contract/live-requests.ts';
import { feedStateLabel, formatSpan } from '../../format/feed-words.ts';
import { formatCount, NO_VALUE } from '../../format/number.ts';
import { visibleAnalysis } from '../../state/session-copy.ts';
import { useCopy, useWorkstation, useZoneFormat } from '../../state/workstation-context.ts';
import { ActionMenu } from '../../ui/action-menu.tsx';
import { IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FeedTable } from './feed-table.tsx';
import styles from './feed-view.module.css';
import { useFeedTruth } from './use-feed-truth.ts';

/** Bars delivered and missed by the feed: its connection, and every symbol. */
export function FeedView() {
  const truth = useFeedTruth();
  const feed = useCopy((copy) => visibleAnalysis(copy).header?.feed ?? null);
  if (feed === null || truth === null)
    return <EmptyState title="No figures yet" text="They come once the feed is connected." />;
  return (
    <div className={styles['view']} data-testid="feed">
      <div className={styles['line']}>
        <LineFigures feed={feed} truth={truth} />
        <SaveFrames />
        {feed.simulated ? <Rehearse /> : null}
      </div>
      {truth.symbols.length === 0 ? (
        <EmptyState title="No bars yet" text="A minute arrives right after it is over." />
      ) : (
        <FeedTable truth={truth} />
      )}
    </div>
  );
}

function LineFigures({ feed, truth }: { readonly feed: FeedHeader; readonly truth: FeedTruthAnswer }) {
  const format = useZoneFormat();
  const age = feed.lastMessageMs === null ? Number.NaN : Math.max(0, truth.now_ms - feed.lastMessageMs);
  const figures: readonly (readonly [string, string, string])[] = [
    ['state', 'Connection', `${feedStateLabel(feed.state)} since ${format.clock(feed.sinceMs)}`],
    ['age', 'Last message', Number.isNaN(age) ? NO_VALUE : `${formatSpan(age)} ago`],
    ['reconnects', 'Reconnects', formatCount(feed.reconnects)],
    ['granted', 'Subscribed', `${formatCount(feed.granted)} of ${formatCount(feed.asked)} asked`],
    ['unreadable', 'Unreadable', formatCount(feed.unreadable)],
  ];
  return (
    <dl>
      {figures.map(([id, name, value]) => (
        <div key={id}>
          <dt>{name}</dt>
          <dd data-testid={`feed-${id}`}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** For a user who investigates a feed. */
function SaveFrames() {
  const { live } = useWorkstation();
  return (
    <IconButton
      look="quiet"
      label="Save the feed's raw messages of the last hours, without keys"
      icon={<Download size={13} />}
      onClick={() => void live.saveFrames()}
    />
  );
}

const NAMES: Readonly<Record<Rehearsal, string>> = {
  drop: 'Drop',
  mute: 'Mute',
  late: 'Late bars',
  duplicate: 'Bars twice',
  correction: 'Corrections',
  halt: 'Halt',
};

/** Rehearses a bad day on a simulated feed. */
function Rehearse() {
  const { live } = useWorkstation();
  return (
    <ActionMenu
      label="Simulate a fault"
      shown="Simulate a fault"
      actions={(Object.keys(NAMES) as Rehearsal[]).map((fault) => ({
        label: NAMES[fault],
        detail: REHEARSALS[fault],
        run: () => void live.rehearse(fault),
      }))}
    />
  );
}
