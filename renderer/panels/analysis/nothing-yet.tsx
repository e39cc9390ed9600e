import { useStore } from 'zustand';
import { useHeader, useWorkstation } from '../../state/workstation-context.ts';
import { EmptyState } from '../../ui/empty-state.tsx';

interface NothingYetProps {
  /** While the session runs: the missing content, and how it comes. */
  readonly title: string;
  readonly text: string;
  /** The meaning of an empty list after the session has ended. */
  readonly ended: string;
}

/** An empty panel with words that fit the session's state: loading, running, ended, failed, without an engine. */
export function NothingYet({ title, text, ended }: NothingYetProps) {
  const died = useStore(useWorkstation().session, (state) => state.died !== null);
  const state = useHeader((header) => header.state, 'idle');
  const failure = useHeader((header) => header.failure?.message ?? null, null);
  if (died)
    return <EmptyState title="The engine has stopped" text="Start it again to see the results here." />;
  if (state === 'failed')
    return <EmptyState title="The session failed" text={failure ?? 'The log says why.'} />;
  if (state === 'idle' || state === 'loading')
    return <EmptyState title="Loading" text="The engine is getting the session's first day ready." />;
  if (state === 'completed')
    return <EmptyState title={ended} text="The session is over; restart it to see it again." />;
  return <EmptyState title={title} text={text} />;
}
