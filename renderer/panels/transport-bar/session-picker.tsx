import { useStore } from 'zustand';
import type { CatalogConfig } from '../../../electron/contract/requests.ts';
import { useCommands, useHeader, useWorkstation } from '../../state/workstation-context.ts';
import { ChoiceMenu } from '../../ui/menu.tsx';

const NAMED_SYMBOLS = 6;

/** What a config would run, in one line; or why it cannot. */
export function configDetail(config: CatalogConfig): string {
  if (config.problem !== null) return `⚠ Cannot be opened: ${config.problem}`;
  const { symbols, start_date: start, end_date: end } = config;
  const days = config.mode === 'live' ? 'live' : start === end ? (start ?? '') : `${start} to ${end}`;
  const more = symbols.length > NAMED_SYMBOLS ? ` and ${symbols.length - NAMED_SYMBOLS} more` : '';
  return `${days} · ${symbols.slice(0, NAMED_SYMBOLS).join(' ')}${more}`;
}

export function SessionPicker() {
  const commands = useCommands();
  const configs = useStore(useWorkstation().catalog, (state) => state.catalog?.configs) ?? [];
  const configId = useHeader((header) => header.configId, null);
  const name = useHeader((header) => header.sessionName, 'Choose a session');
  return (
    <ChoiceMenu
      label={`Session: ${name}`}
      shown={name}
      wide
      value={configId}
      onChoose={(id) => void commands.openSession(id)}
      testId="session-picker"
      choices={configs.map((config) => ({
        value: config.config_id,
        label: config.session_name,
        detail: configDetail(config),
        disabled: config.problem !== null,
      }))}
    />
  );
}
