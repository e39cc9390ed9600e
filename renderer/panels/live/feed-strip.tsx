import { Radio, Unplug } from 'lucide-react';
import { backText, downText } from '../../format/feed-words.ts';
import { useZoneFormat } from '../../state/workstation-context.ts';
import styles from './feed-strip.module.css';
import { useOutage } from './use-outage.ts';

/** A lost connection, in the transport bar; and, for a moment, its return. */
export function FeedStrip() {
  const outage = useOutage();
  const format = useZoneFormat();
  if (outage === null) return null;
  if (outage.kind === 'back') {
    return (
      <output className={styles['back']} data-testid="feed-back">
        <Radio size={14} aria-hidden />
        <span>{backText(outage.downMs, outage.reason, outage.feed.marketSpeed)}</span>
      </output>
    );
  }
  return (
    <div className={styles['down']} role="alert" data-testid="feed-down">
      <Unplug size={14} aria-hidden />
      <span>
        {downText(outage.feed, outage.clockMs === null ? 'the open' : format.clock(outage.clockMs))}
      </span>
    </div>
  );
}
