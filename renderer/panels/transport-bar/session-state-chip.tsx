import { Ban, Check, Circle, Flag, LoaderCircle, Pause, Play } from 'lucide-react';
import type { ReactNode } from 'react';
import type { SessionState } from '../../../core/model/session-event.ts';
import { sessionStateLabel } from '../../format/phase.ts';
import { useHeader } from '../../state/workstation-context.ts';
import { Chip, type ChipTone } from '../../ui/chip.tsx';

const SIZE = 12;

const LOOKS: Readonly<Record<SessionState, { readonly tone: ChipTone; readonly icon: ReactNode }>> = {
  idle: { tone: 'quiet', icon: <Circle size={SIZE} /> },
  loading: { tone: 'busy', icon: <LoaderCircle size={SIZE} /> },
  active: { tone: 'calm', icon: <Play size={SIZE} /> },
  catching_up: { tone: 'busy', icon: <LoaderCircle size={SIZE} /> },
  paused: { tone: 'quiet', icon: <Pause size={SIZE} /> },
  day_ended: { tone: 'quiet', icon: <Flag size={SIZE} /> },
  completed: { tone: 'quiet', icon: <Check size={SIZE} /> },
  failed: { tone: 'alarm', icon: <Ban size={SIZE} /> },
};

export function SessionStateChip() {
  const state = useHeader((header) => header.state, 'idle');
  const reason = useHeader((header) => header.stateReason, '');
  const look = LOOKS[state];
  return (
    <Chip
      tone={look.tone}
      icon={look.icon}
      large
      title={reason === '' ? undefined : reason}
      data={{ 'data-testid': 'session-state', 'data-state': state }}
    >
      {sessionStateLabel(state)}
    </Chip>
  );
}
