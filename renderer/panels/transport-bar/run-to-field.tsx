import { CornerDownLeft } from 'lucide-react';
import { useRef, useState } from 'react';
import { instantInSession } from '../../format/zone-format.ts';
import { useCommands, useWorkstation, useZoneFormat } from '../../state/workstation-context.ts';
import styles from './transport-bar.module.css';

export const RUN_TO_ID = 'run-to';

/** Runs on, or goes back, to a time of day in the exchange's zone, and pauses there. */
export function RunToField() {
  const commands = useCommands();
  const { session } = useWorkstation();
  const format = useZoneFormat();
  const [text, setText] = useState('');
  const [invalid, setInvalid] = useState(false);
  /** The element that had the focus before the field. */
  const before = useRef<Element | null>(null);

  const run = (): void => {
    const header = session.getState().copy.header;
    const instant = header === null ? null : instantInSession(format, header, text);
    setInvalid(instant === null);
    if (instant === null) return;
    setText('');
    giveBackFocus(before.current);
    void commands.jumpTo(instant);
  };

  return (
    <form
      className={styles['field']}
      data-invalid={invalid}
      onSubmit={(event) => {
        event.preventDefault();
        run();
      }}
    >
      <label htmlFor={RUN_TO_ID}>Run to</label>
      <input
        id={RUN_TO_ID}
        value={text}
        placeholder="14:00"
        maxLength={8}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={invalid}
        title="Time of the session in the exchange's zone, HH:MM"
        onFocus={(event) => {
          before.current = event.relatedTarget;
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') giveBackFocus(before.current);
        }}
        onChange={(event) => {
          setText(event.target.value);
          setInvalid(false);
        }}
      />
      <button type="submit" aria-label="Run to this time">
        <CornerDownLeft size={12} aria-hidden />
      </button>
    </form>
  );
}

/**
 * Moves the focus back so that the keys of the window work again: the field would take them as text, and a button
 * beside it, passed on the way here, would take Space.
 */
function giveBackFocus(before: Element | null): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  if (before instanceof HTMLElement && !before.matches('input, [role="toolbar"] *')) before.focus();
}
