import { Command } from 'cmdk';
import { useEffect, useMemo, useRef } from 'react';
import { useView, useWorkstation } from '../../state/workstation-context.ts';
import { actionsOf, type Action } from './actions.ts';
import styles from './command-palette.module.css';

const grouped = (actions: readonly Action[]): readonly (readonly [string, readonly Action[]])[] => {
  const groups = new Map<string, Action[]>();
  for (const action of actions) groups.set(action.group, [...(groups.get(action.group) ?? []), action]);
  return [...groups];
};

/** Everything that can be done, found by typing a few letters of it. */
export function CommandPalette() {
  return useView((state) => state.paletteOpen) ? <Palette /> : null;
}

function Palette() {
  const workstation = useWorkstation();
  const { view } = workstation;
  const dialog = useRef<HTMLDialogElement>(null);
  const groups = useMemo(() => grouped(actionsOf(workstation)), [workstation]);
  const close = (): void => view.setState({ paletteOpen: false });
  useEffect(() => {
    dialog.current?.showModal();
    dialog.current?.querySelector('input')?.focus();
  }, []);
  const choose = (action: Action): void => {
    // Closed first: what an action opens or focuses must not lie under the palette.
    dialog.current?.close();
    setTimeout(action.run);
  };
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- a click beside it closes it; Escape does too
    <dialog
      ref={dialog}
      className={styles['palette']}
      aria-label="Command palette"
      data-testid="palette"
      onClose={close}
      onClick={(event) => {
        if (event.target === dialog.current) dialog.current?.close();
      }}
    >
      <Command label="Command palette" loop>
        <Command.Input
          className={styles['input']}
          placeholder="Type what you want to do: add NVDA, 4 panes, light…"
        />
        <Command.List className={styles['list']} label="Commands">
          <Command.Empty className={styles['empty']}>Nothing is called that.</Command.Empty>
          {groups.map(([name, actions]) => (
            <Command.Group key={name} heading={name} className={styles['group']}>
              {actions.map((action) => (
                <Command.Item
                  key={action.id}
                  value={action.label}
                  className={styles['item']}
                  onSelect={() => choose(action)}
                >
                  <span>{action.label}</span>
                  {action.keys === undefined ? null : <kbd>{action.keys}</kbd>}
                </Command.Item>
              ))}
            </Command.Group>
          ))}
        </Command.List>
      </Command>
    </dialog>
  );
}
