import { useStore } from 'zustand';
import { useCommands, useWorkstation } from '../../state/workstation-context.ts';
import { Button } from '../../ui/button.tsx';
import { EngineAlert } from './engine-alert.tsx';

/** The engine does not answer: since when, whose code holds it up, and how to end it. Goes away by itself when it is back. */
export function EngineSilent() {
  const commands = useCommands();
  const silence = useStore(useWorkstation().session, (state) => state.silence);
  if (silence === null) return null;
  const { seconds, strategy } = silence;
  const who = strategy === null ? '' : ` Strategy ${strategy} has been running all the while.`;
  const without = strategy === null ? '' : ', without that strategy if you like';
  return (
    <EngineAlert
      name="silent"
      title="The engine does not answer"
      reason={`It has not answered for ${seconds} s.${who}`}
      kept={`It may come back by itself. Ended, it can be started again and the run picked up from its journal${without}; no command is lost.`}
    >
      <Button look="primary" onClick={() => void commands.endEngine()}>
        End the engine
      </Button>
    </EngineAlert>
  );
}
