import { CircleSlash, LoaderCircle, Radio, Unplug } from 'lucide-react';
import type { ReactNode } from 'react';
import type { LinkState } from '../../../core/live-feed/feed-events.ts';
import { feedName, feedStateLabel } from '../../format/feed-words.ts';
import { useHeader } from '../../state/workstation-context.ts';
import { Chip, type ChipTone } from '../../ui/chip.tsx';

const SIZE = 12;

const LOOKS: Readonly<Record<LinkState, { readonly tone: ChipTone; readonly icon: ReactNode }>> = {
  connecting: { tone: 'busy', icon: <LoaderCircle size={SIZE} /> },
  streaming: { tone: 'calm', icon: <Radio size={SIZE} /> },
  waiting: { tone: 'alarm', icon: <Unplug size={SIZE} /> },
  failed: { tone: 'alarm', icon: <CircleSlash size={SIZE} /> },
  stopped: { tone: 'quiet', icon: <CircleSlash size={SIZE} /> },
};

/** The feed of a live session and the state of its connection; nothing in a replay. */
export function FeedChip() {
  const feed = useHeader((header) => header.feed, null);
  if (feed === null) return null;
  const { tone, icon } = LOOKS[feed.state];
  return (
    <Chip
      tone={tone}
      icon={icon}
      title={feed.reason === '' ? undefined : feed.reason}
      data={{ 'data-testid': 'feed-state', 'data-state': feed.state }}
    >
      {feedName(feed)}: {feedStateLabel(feed.state)}
    </Chip>
  );
}
