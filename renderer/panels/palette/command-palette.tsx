import { Command } from 'cmdk';
import { useMemo } from 'react';
import { useView, useWorkstation } from '../../state/workstation-context.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { actionsOf, type Action } from './actions.ts';
import styles from './command-palette.module.css';

const grouped = (actions: readonly Action[]): readonly (readonly [string, readonly Action[]])[] => {
  const groups = new Map<string, Action[]>();
  for (const action of actions) groups.set(action.group, [...(groups.get(action.group) ?? []), action]);
  return [...groups];
};

/** Every action, found by typing a few letters of it. */
export function CommandPalette() {
  return useView((state) => state.paletteOpen) ? <Palette /> : null;
}

function Palette() {
  const workstation = useWorkstation();
  const { view } = workstation;
  const groups = useMemo(() => grouped(actionsOf(workstation)), [workstation]);
  const close = (): void => view.setState({ paletteOpen: false });
  const choose = (action: Action): void => {
    // The palette closes first, so that it does not cover what an action opens or focuses.
    close();
    setTimeout(action.run);
  };
  return (
    <Dialog
      label="Command palette"
      className={styles['palette']}
      firstFocus="input"
      closesBeside
      testId="palette"
      onClose={close}
    >
      <Command label="Command palette" loop>
        <Command.Input
          className={styles['input']}
          placeholder="Type what you want to do: add NVDA, 4 panes, light…"
        />
        <Command.List className={styles['list']} label="Commands">
          <Command.Empty className={styles['empty']}>No command or symbol matches.</Command.Empty>
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
    </Dialog>
  );
}
