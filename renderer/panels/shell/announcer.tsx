import { useEffect, useState } from 'react';
import { feedStateLabel } from '../../format/feed-words.ts';
import { blockedText, pastText } from '../../format/notice-text.ts';
import { sessionStateLabel } from '../../format/phase.ts';
import type { SessionCopy } from '../../state/session-copy.ts';
import { useWorkstation } from '../../state/workstation-context.ts';
import styles from './announcer.module.css';

/** A change between two copies that a user of a screen reader must hear; null when there is none. */
export function announcement(before: SessionCopy, after: SessionCopy): string | null {
  const said: string[] = [];
  const { header } = after;
  if (header !== null && header.blocked && before.header?.blocked !== true) {
    said.push(blockedText(header.catchingUp, header.droppedInBlock));
  }
  if (after.analysis.catchups !== before.analysis.catchups) {
    const last = after.analysis.catchups.at(-1);
    if (last !== undefined) said.push(pastText(last));
  }
  if (header !== null && header.state !== before.header?.state && header.state !== 'catching_up') {
    said.push(`Session: ${sessionStateLabel(header.state)}.`);
  }
  if (header?.feed && header.feed.state !== before.header?.feed?.state) {
    const { feed } = header;
    said.push(
      `Feed ${feed.name}: ${feedStateLabel(feed.state)}${feed.reason === '' ? '' : ` (${feed.reason})`}.`,
    );
  }
  if (after.rows !== before.rows) {
    for (const row of after.rows.values()) {
      const was = before.rows.get(row.symbol)?.phase;
      if (row.phase === 'failed' && was !== 'failed') said.push(`${row.symbol} failed: ${row.reason}`);
    }
  }
  return said.length === 0 ? null : said.join(' ');
}

/** Announces state changes to screen readers; invisible. */
export function Announcer() {
  const { session } = useWorkstation();
  const [text, setText] = useState('');
  useEffect(
    () =>
      session.subscribe((state, before) => {
        const said = state.copy === before.copy ? null : announcement(before.copy, state.copy);
        if (said !== null) setText(said);
      }),
    [session],
  );
  return (
    <div className={styles['unseen']} aria-live="polite" data-testid="announcer">
      {text}
    </div>
  );
}
