import { SPEEDS, speedLabel } from '../../state/speeds.ts';
import { useCommands, useHeader } from '../../state/workstation-context.ts';
import { Segments } from '../../ui/segments.tsx';

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
