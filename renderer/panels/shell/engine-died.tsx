import { RotateCcw } from 'lucide-react';
import { useStore } from 'zustand';
import { useCommands, useWorkstation } from '../../state/workstation-context.ts';
import { Button } from '../../ui/button.tsx';
import { EngineAlert } from './engine-alert.tsx';

/** The engine is gone: why, what is kept, and the way back. */
export function EngineDied() {
  const commands = useCommands();
  const reason = useStore(useWorkstation().session, (state) => state.died);
  if (reason === null) return null;
  const lost = commands.isLost();
  return (
    <EngineAlert
      name="died"
      title={lost ? 'No connection to the engine' : 'The engine stopped'}
      reason={reason}
      kept="What was on screen is kept below, and every command so far stands in the run's journal."
    >
      <Button look="primary" onClick={() => void commands.revive()}>
        <RotateCcw size={13} aria-hidden />
        {lost ? 'Connect again' : 'Restart engine'}
      </Button>
    </EngineAlert>
  );
}
