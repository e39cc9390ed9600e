import { useStore } from 'zustand';
import { useCommands, useWorkstation } from '../../state/workstation-context.ts';
import { Button } from '../../ui/button.tsx';
import { EngineAlert } from './engine-alert.tsx';

/**
 * The engine does not answer: since when, in which code it is, and how to end it. Disappears automatically when the
 * engine answers again.
 */
export function EngineSilent() {
  const commands = useCommands();
  const silence = useStore(useWorkstation().session, (state) => state.silence);
  if (silence === null) return null;
  const { seconds, strategy } = silence;
  const who = strategy === null ? '' : ` Strategy ${strategy} has been running all that time.`;
  const without = strategy === null ? '' : ', without that strategy if you like';
  return (
    <EngineAlert
      name="silent"
      title="The engine does not answer"
      reason={`It has not answered for ${seconds} s.${who}`}
      kept={`It may recover without help. If you end it, it can be started again and the run resumed from its journal${without}; no command is lost.`}
    >
      <Button look="primary" onClick={() => void commands.endEngine()}>
        End the engine
      </Button>
    </EngineAlert>
  );
}
