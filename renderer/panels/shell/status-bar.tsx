import { Keyboard, Moon, Sun } from 'lucide-react';
import { useStore } from 'zustand';
import { feedName, feedStateLabel } from '../../format/feed-words.ts';
import { counted, formatCount } from '../../format/number.ts';
import { formatLag } from '../../format/lag.ts';
import type { SessionCopy } from '../../state/session-copy.ts';
import { useCopy, useHeader, useView, useWorkstation } from '../../state/workstation-context.ts';
import { IconButton } from '../../ui/button.tsx';
import styles from './status-bar.module.css';

const currentLag = (copy: SessionCopy): number => {
  let worst = 0;
  for (const row of copy.rows.values()) if (row.phase !== 'failed' && row.lagMs > worst) worst = row.lagMs;
  return worst;
};

/** A live session's feed: its name, the state of its connection, the number of its interruptions. */
function FeedItem() {
  const feed = useHeader((header) => header.feed, null);
  if (feed === null) return null;
  const isDown = feed.state === 'waiting' || feed.state === 'failed';
  const broke = feed.reconnects === 0 ? '' : `, ${counted(feed.reconnects, 'reconnect')}`;
  return (
    <span className={isDown ? styles['down'] : styles['item']} data-testid="feed-item">
      <i
        className={isDown ? styles['stopped'] : styles[feed.state === 'streaming' ? 'running' : 'starting']}
        aria-hidden
      />
      Feed {feedName(feed)} {feedStateLabel(feed.state)}
      {broke}
    </span>
  );
}

/** A full disk does not stop a session, but from then on nothing of it is saved. */
function UnrecordedItem() {
  const reason = useHeader((header) => header.unrecorded, null);
  if (reason === null) return null;
  return (
    <span className={styles['down']} data-testid="unrecorded" role="alert" title={reason}>
      <i className={styles['stopped']} aria-hidden />
      No longer recorded
    </span>
  );
}

export function StatusBar() {
  const { view, session, catalog } = useWorkstation();
  const died = useStore(session, (state) => state.died !== null);
  const connected = useHeader(() => true, false);
  const store = useStore(catalog, (state) => state.catalog?.store_location);
  const rate = useHeader((header) => header.barsPerSecond, 0);
  const dropped = useHeader((header) => header.dropped, 0);
  const lag = useCopy(currentLag);
  const theme = useView((state) => state.theme);
  const health = died ? 'stopped' : connected ? 'running' : 'starting';
  return (
    <footer className={styles['bar']} aria-label="Status">
      <span className={styles['item']} data-testid="engine-health" data-health={health}>
        <i className={styles[health]} aria-hidden />
        Engine {health}
      </span>
      <FeedItem />
      <UnrecordedItem />
      <span className={styles['store']} title={store}>
        {store === undefined ? '' : `Store ${store}`}
      </span>
      <span className={styles['spring']} />
      <span className={styles['item']}>{formatCount(rate)} bars/s</span>
      <span className={styles['item']}>worst lag {formatLag(lag)}</span>
      <span className={styles['item']}>{formatCount(dropped)} dropped</span>
      <a className={styles['item']} href="https://www.tradingview.com/" target="_blank" rel="noreferrer">
        Charts: TradingView Lightweight Charts™
      </a>
      <IconButton
        look="quiet"
        label={theme === 'dark' ? 'Light theme' : 'Dark theme'}
        icon={theme === 'dark' ? <Sun size={13} /> : <Moon size={13} />}
        onClick={() => view.setState({ theme: theme === 'dark' ? 'light' : 'dark' })}
      />
      <IconButton
        look="quiet"
        label="Keyboard shortcuts"
        keys="?"
        icon={<Keyboard size={14} />}
        onClick={() => view.setState({ shortcutsOpen: true })}
      />
    </footer>
  );
}
