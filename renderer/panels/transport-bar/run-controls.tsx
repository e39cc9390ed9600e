import { ChevronRight, Pause, Play, RotateCcw, StepBack, StepForward } from 'lucide-react';
import { useCommands, useHeader } from '../../state/workstation-context.ts';
import { IconButton } from '../../ui/button.tsx';
import styles from './transport-bar.module.css';

const SIZE = 14;
const OVER: ReadonlySet<string> = new Set(['completed', 'failed', 'idle']);

export function RunControls() {
  const commands = useCommands();
  const playing = useHeader((header) => header.playing, false);
  const state = useHeader((header) => header.state, 'idle');
  const live = useHeader((header) => header.mode === 'live', false);
  const over = OVER.has(state);
  return (
    <fieldset className={styles['group']} aria-label="Run">
      {live ? null : <GoBack />}
      <IconButton
        label={playing ? 'Pause' : 'Play'}
        keys="Space"
        look="primary"
        className={styles['play']}
        icon={playing ? <Pause size={SIZE} fill="currentColor" /> : <Play size={SIZE} fill="currentColor" />}
        disabled={state === 'idle' || state === 'failed' || (live && over)}
        aria-pressed={playing}
        data-testid="play-pause"
        onClick={() => void commands.togglePlay()}
      />
      {live ? null : <GoOn over={over} />}
    </fieldset>
  );
}

function GoBack() {
  const commands = useCommands();
  const idle = useHeader((header) => header.state === 'idle', true);
  return (
    <>
      <IconButton
        label="Restart the session"
        icon={<RotateCcw size={SIZE} />}
        disabled={idle}
        onClick={() => void commands.restart()}
      />
      <IconButton
        label="Step back"
        keys="←"
        icon={<StepBack size={SIZE} />}
        disabled={idle}
        onClick={() => void commands.stepBack(1)}
      />
    </>
  );
}

function GoOn({ over }: { readonly over: boolean }) {
  const commands = useCommands();
  return (
    <>
      <IconButton
        label="Step"
        keys="→"
        icon={<StepForward size={SIZE} />}
        disabled={over}
        onClick={() => void commands.step(1)}
      />
      <IconButton
        label="Step 5"
        keys="Shift+→"
        icon={
          <>
            <ChevronRight size={SIZE} />
            <span className={styles['five']}>5</span>
          </>
        }
        disabled={over}
        onClick={() => void commands.step(5)}
      />
    </>
  );
}
