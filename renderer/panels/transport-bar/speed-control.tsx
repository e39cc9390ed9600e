import { CATCHUP_PACES, paceLabel, SPEEDS, speedLabel } from '../../state/speeds.ts';
import { useCommands, useHeader } from '../../state/workstation-context.ts';
import { ChoiceMenu } from '../../ui/menu.tsx';
import styles from './transport-bar.module.css';
import { Segments } from '../../ui/segments.tsx';

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

const isListed = (speed: number): boolean => (SPEEDS as readonly number[]).includes(speed);

export function SpeedControl() {
  const commands = useCommands();
  const speed = useHeader<number | null>((header) => header.speedMultiplier, null);
  // A config may ask for a speed that is not on the list: it is shown as an extra entry.
  const speeds = speed === null || isListed(speed) ? SPEEDS : [speed, ...SPEEDS];
  return (
    <Segments
      label="Speed"
      value={speed}
      disabled={speed === null}
      onChoose={(multiplier) => void commands.setSpeed(multiplier)}
      segments={speeds.map((value) => ({
        value,
        label: speedLabel(value),
        name: value === 0 ? 'As fast as data flow' : `${value} times real time`,
      }))}
    />
  );
}
