import { RotateCcw } from 'lucide-react';
import { useStore } from 'zustand';
import { useCommands, useWorkstation } from '../../state/workstation-context.ts';
import { Button } from '../../ui/button.tsx';
import { EngineAlert } from './engine-alert.tsx';

/** The engine has ended: the cause, the data that is kept, and how to restart. */
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
      kept="The content of the window is kept below, and every command so far is in the run's journal."
    >
      <Button look="primary" onClick={() => void commands.revive()}>
        <RotateCcw size={13} aria-hidden />
        {lost ? 'Connect again' : 'Restart engine'}
      </Button>
    </EngineAlert>
  );
}
