import { CATCHUP_PACES, paceLabel } from '../../state/speeds.ts';
import { useCommands, useHeader } from '../../state/workstation-context.ts';
import { ChoiceMenu } from '../../ui/menu.tsx';
import styles from './transport-bar.module.css';

/** How fast a joining symbol catches up, for the eye; the result is the same at every pace. */
export function CatchupPace() {
  const commands = useCommands();
  const pace = useHeader((header) => header.catchupBarsPerSecond, 0);
  const known = useHeader(() => true, false);
  return (
    <ChoiceMenu
      label={`Catch-up ${pace === 0 ? 'max' : `${pace}/s`}: ${paceLabel(pace)}`}
      shown={
        <>
          <span className={styles['caption']}>Catch-up</span> {pace === 0 ? 'max' : `${pace}/s`}
        </>
      }
      value={String(pace)}
      disabled={!known}
      onChoose={(value) => void commands.setCatchupPace(Number(value))}
      testId="catchup-pace"
      choices={CATCHUP_PACES.map((value) => ({ value: String(value), label: paceLabel(value) }))}
    />
  );
}
