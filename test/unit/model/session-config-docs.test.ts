import { expect, it } from 'vitest';
import { INTERVALS } from '../../../core/base/interval.ts';
import { describeSessionConfig } from '../../../core/model/describe-session-config.ts';

const HEAD = `# Writing a session config

A session config is a JSON file: which days to replay, with which symbols, what to derive and what to load before. Put
your own into \`session_configs\` in your user folder and the window's picker offers it; \`tapedeck run FILE\` takes any.
Only what is marked *required* must be there. An unknown key is an error that names the nearest known one, and every
error names its path and what was expected:

\`\`\`
session_data_config.streaming.catchup_check_interval: 0 is outside 1 to 100
\`\`\`

The shortest that runs:

\`\`\`json
{
  "session_name": "RIVN alone",
  "mode": "backtest",
  "backtest_config": { "start_date": "2025-11-25", "end_date": "2025-11-25" },
  "session_data_config": { "symbols": ["RIVN"], "streams": ["1m", "5m", "15m"] }
}
\`\`\`

Intervals: ${INTERVALS.join(' ')}. Ticks are not supported. In a list, \`[]\` stands for each entry.

This table is made from the schema; a test fails when they differ.

| key | expects | by default | what it does |
|---|---|---|---|
`;

it('docs/session-config.md says what the schema says', async () => {
  const rows = describeSessionConfig().map(({ path, expects, byDefault, required, description }) => {
    const standard = required ? '*required*' : byDefault === undefined ? '' : `\`${byDefault}\``;
    return `| \`${path}\` | ${expects.replaceAll('|', '\\|')} | ${standard} | ${description} |`;
  });
  expect(rows.length).toBeGreaterThan(40);
  for (const row of rows) expect(row).not.toMatch(/undefined|\[object/);
  await expect(`${HEAD}${rows.join('\n')}\n`).toMatchFileSnapshot('../../../docs/session-config.md');
});
