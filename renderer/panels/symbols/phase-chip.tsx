import { Ban, Check, ChevronsRight, Clock3, Download, History, Search } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import type { CatchupReport, SymbolPhase, SymbolRow } from '../../../electron/contract/batch.ts';
import { counted, formatDuration } from '../../format/number.ts';
import { pastText } from '../../format/notice-text.ts';
import { Chip, type ChipTone } from '../../ui/chip.tsx';

const SIZE = 10;

const LOOKS: Readonly<Record<SymbolPhase, { readonly tone: ChipTone; readonly icon: ReactNode }>> = {
  queued: { tone: 'quiet', icon: <Clock3 size={SIZE} /> },
  validating: { tone: 'quiet', icon: <Search size={SIZE} /> },
  loading: { tone: 'busy', icon: <Download size={SIZE} /> },
  catching_up: { tone: 'busy', icon: <ChevronsRight size={SIZE} /> },
  active: { tone: 'quiet', icon: <Check size={SIZE} /> },
  failed: { tone: 'alarm', icon: <Ban size={SIZE} /> },
};

interface PhaseChipProps extends Pick<SymbolRow, 'phase' | 'reason'> {
  /** The phase in words. */
  readonly label: string;
  /** Its catch-up, while that is still worth reading. */
  readonly past: CatchupReport | undefined;
}

export const PhaseChip = memo(function PhaseChip({ phase, reason, label, past }: PhaseChipProps) {
  const data = { 'data-testid': 'phase', 'data-phase': phase };
  if (past !== undefined && phase === 'active') {
    return (
      <Chip
        tone="past"
        icon={<History size={SIZE} />}
        title={pastText(past)}
        data={{ ...data, 'data-past': 'true' }}
      >
        {counted(past.bars, 'bar')} in {formatDuration(past.wallMs)}
      </Chip>
    );
  }
  const { tone, icon } = LOOKS[phase];
  return (
    <Chip tone={tone} icon={icon} title={reason === '' ? undefined : reason} data={data}>
      {label}
    </Chip>
  );
});
