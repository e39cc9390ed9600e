import { useState } from 'react';
import type { ConfigKey } from '../../../core/model/describe-session-config.ts';
import { fieldKind, valueAt } from '../../state/config-draft.ts';
import { useWorkstation } from '../../state/workstation-context.ts';
import { classNames } from '../../ui/class-names.ts';
import { Dialog, DialogHead } from '../../ui/dialog.tsx';
import fields from '../../ui/field.module.css';
import { ConfigField } from './config-field.tsx';
import { EditorFoot } from './editor-foot.tsx';
import { RowsField } from './rows-field.tsx';
import styles from './session-editor.module.css';
import { useEditor } from './use-editor.ts';

/** Pages of the form, each with the keys that begin with one of its paths; keys that no page names go to the last. */
const PAGES: readonly { readonly name: string; readonly paths: readonly string[] }[] = [
  {
    name: 'Session',
    paths: ['session_name', 'mode', 'backtest_config', 'live_config', 'exchange_group', 'asset_class'],
  },
  {
    name: 'Symbols & bars',
    paths: [
      'session_data_config.symbols',
      'session_data_config.streams',
      'session_data_config.extended_hours',
      'session_data_config.derived_bars',
    ],
  },
  { name: 'History', paths: ['session_data_config.historical'] },
  { name: 'Indicators', paths: ['session_data_config.indicators'] },
  { name: 'Catch-up & gaps', paths: ['session_data_config.streaming', 'session_data_config.gap_filler'] },
  { name: 'Strategies', paths: ['strategies', 'scanners'] },
  { name: 'Trading', paths: ['trading_config', 'api_config'] },
  { name: 'Notes', paths: ['metadata'] },
];

const isUnder = (path: string, prefix: string): boolean => path === prefix || path.startsWith(`${prefix}.`);

const pageOf = (path: string): number => {
  const at = PAGES.findIndex(({ paths }) => paths.some((prefix) => isUnder(path, prefix)));
  return at < 0 ? PAGES.length - 1 : at;
};

/** Keys of a page in its order, without those of the mode that is not chosen. */
function keysOf(keys: readonly ConfigKey[], page: number, mode: unknown): readonly ConfigKey[] {
  const other = mode === 'live' ? 'backtest_config' : 'live_config';
  const { paths = [] } = PAGES[page] ?? {};
  const rank = (path: string): number => paths.findIndex((prefix) => isUnder(path, prefix));
  return keys
    .filter((each) => pageOf(each.path) === page && !each.path.includes('[]') && !isUnder(each.path, other))
    .filter((each) => fieldKind(each).kind !== 'section')
    .sort((a, b) => rank(a.path) - rank(b.path));
}

export function SessionEditorSheet() {
  return useEditor((state) => state.open) ? <Editor /> : null;
}

function Editor() {
  const { editor } = useWorkstation();
  const [page, setPage] = useState(0);
  const keys = useEditor((state) => state.keys);
  const problems = useEditor((state) => state.problems);
  const mode = useEditor(({ draft }) => valueAt(draft, 'mode'));
  return (
    <Dialog
      label="Session editor"
      className={styles['editor']}
      firstFocus="[data-path] input"
      testId="session-editor"
      onClose={() => editor.close()}
    >
      <DialogHead title="Edit a session" />
      <div className={styles['body']}>
        <nav className={styles['pages']} aria-label="Parts of the config">
          {PAGES.map(({ name }, index) => {
            const wrong = problems.filter((each) => pageOf(each.path) === index).length;
            return (
              <button
                key={name}
                type="button"
                aria-current={index === page ? 'page' : undefined}
                className={classNames(styles['page'], index === page && styles['current'])}
                onClick={() => setPage(index)}
              >
                {name}
                {wrong === 0 ? null : (
                  <span className={styles['wrong']} title={`${wrong} to mend`}>
                    ⚠ {wrong}
                  </span>
                )}
              </button>
            );
          })}
        </nav>
        <section
          className={classNames(fields['fields'], styles['fields'])}
          key={page}
          aria-label={PAGES[page]?.name}
        >
          {keysOf(keys, page, mode).map((each) =>
            fieldKind(each).kind === 'rows' ? (
              <RowsField key={each.path} field={each} path={each.path} />
            ) : (
              <ConfigField key={each.path} field={each} path={each.path} />
            ),
          )}
        </section>
      </div>
      <EditorFoot onShow={(path) => setPage(pageOf(path))} />
    </Dialog>
  );
}
