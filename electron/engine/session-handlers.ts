import { asEpochMs } from '../../core/base/epoch-ms.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import { describeSessionConfig } from '../../core/model/describe-session-config.ts';
import type { RequestParams, RequestResults } from '../contract/requests.ts';
import type { SESSION_PARAMS } from '../contract/session-requests.ts';
import type { ConfigCatalog } from './config-catalog.ts';
import type { ConfigEditor } from './config-editor.ts';
import type { HostedSession } from './hosted-session.ts';

type SessionHandlers = {
  readonly [N in keyof typeof SESSION_PARAMS | 'end_engine']: (
    params: RequestParams<N>,
  ) => Promise<Result<RequestResults[N]>>;
};

interface Parts {
  readonly catalog: ConfigCatalog;
  readonly editor: ConfigEditor;
  /** The session that is open, whichever that is now. */
  readonly session: () => HostedSession | undefined;
}

/** Answers what is asked about configs and about a run as a whole. */
export function sessionHandlers({ catalog, editor, session }: Parts): SessionHandlers {
  return {
    async jump_to({ clock_ms }) {
      const open = session();
      return open === undefined
        ? fail('not_allowed', 'No session is open.')
        : open.jumpTo(asEpochMs(clock_ms));
    },
    end_engine: async () => fail('not_allowed', 'The engine answers; there is nothing to end.'),
    report: async () => ok(session()?.summary ?? null),
    config_keys: async () => ok(describeSessionConfig()),
    async read_config({ config_id }) {
      const text = await catalog.readText(config_id);
      return text.ok ? ok({ text: text.value }) : text;
    },
    check_config: async ({ text }) => ok({ problems: editor.check(text) }),
    save_config: ({ config_id, text, overwrite }) => editor.save(config_id, text, overwrite),
  };
}
