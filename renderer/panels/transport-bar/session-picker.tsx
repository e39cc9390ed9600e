import { useStore } from 'zustand';
import type { CatalogConfig } from '../../../electron/contract/requests.ts';
import { useCommands, useHeader, useWorkstation } from '../../state/workstation-context.ts';
import { ChoiceMenu } from '../../ui/menu.tsx';

const NAMED_SYMBOLS = 6;
const OVER: ReadonlySet<string> = new Set(['completed', 'failed']);

/** A config's run in one line; or why it cannot run. */
export function configDetail(config: CatalogConfig): string {
  if (config.problem !== null) return `⚠ Cannot be opened: ${config.problem}`;
  const { symbols, start_date: start, end_date: end } = config;
  const days = config.mode === 'live' ? 'live' : start === end ? (start ?? '') : `${start} to ${end}`;
  const more = symbols.length > NAMED_SYMBOLS ? ` and ${symbols.length - NAMED_SYMBOLS} more` : '';
  const where = config.group === 'US_EQUITY' ? '' : ` · ${config.group}`;
  return `${days}${where} · ${symbols.slice(0, NAMED_SYMBOLS).join(' ')}${more}`;
}

const LIVE = ' live';
const NEW = ' new';
const COPY = ' copy';
const RUNS = ' runs';

export function SessionPicker() {
  const commands = useCommands();
  const { catalog, editor, runs, live } = useWorkstation();
  const configs = useStore(catalog, (state) => state.catalog?.configs) ?? [];
  const configId = useHeader((header) => header.configId, null);
  const name = useHeader((header) => header.sessionName, 'Choose a session');
  const ended = useHeader((header) => OVER.has(header.state), false);
  const shown = ended ? `${name} · ended` : name;
  const choose = (id: string): void => {
    if (id === NEW) void editor.begin(null);
    else if (id === LIVE) void live.open();
    else if (id === RUNS) void runs.open();
    else if (id === COPY) void editor.begin(configId);
    else void commands.openSession(id);
  };
  return (
    <ChoiceMenu
      label={`Session: ${shown}`}
      shown={shown}
      wide
      value={configId}
      onChoose={choose}
      testId="session-picker"
      choices={[
        ...configs.map((config) => ({
          value: config.config_id,
          label: config.session_name,
          detail: configDetail(config),
          disabled: config.problem !== null,
        })),
        {
          value: LIVE,
          label: 'Go live…',
          detail: 'On the built-in simulator, or on Alpaca’s feed',
          apart: true,
        },
        { value: NEW, label: 'New…', detail: 'Write a session of your own' },
        { value: COPY, label: 'Edit a copy…', detail: `Begin with “${name}”`, disabled: configId === null },
        {
          value: RUNS,
          label: 'Earlier runs…',
          detail: 'Inspect, compare or replay earlier runs',
        },
      ]}
    />
  );
}
