import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HISTORICAL_INDICATORS } from '../../../core/data-processor/historical-indicators/registry.ts';
import type { ParameterDefinition } from '../../../core/data-processor/indicators/parameters.ts';
import { INDICATORS, createIndicator } from '../../../core/data-processor/indicators/registry.ts';

const page = readFileSync(join(process.cwd(), 'docs', 'indicators.md'), 'utf8');

/** The first four cells of each row of the table under a heading. */
function table(heading: string): string[][] {
  const section = page.split(/^## /m).find((each) => each.startsWith(heading)) ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, 5)
        .map((cell) => cell.trim()),
    );
}

const code = (words: readonly string[]): string => words.map((word) => `\`${word}\``).join(', ');
const parameters = (definitions: readonly ParameterDefinition[]): string =>
  definitions.map((each) => `\`${each.name}\` ${each.default} (${each.min} to ${each.max})`).join(', ') ||
  'none';

describe('docs/indicators.md', () => {
  it('lists exactly the session indicators, with their parameters, outputs and warm-up', () => {
    const rows = INDICATORS.map((definition) => {
      const made = createIndicator({ name: definition.name, interval: '1m' });
      const warmUp = made.ok ? String(made.value.warmUp) : '';
      return [code([definition.name]), parameters(definition.parameters), code(definition.outputs), warmUp];
    });
    expect(table('Session indicators')).toEqual(rows);
  });

  it('lists exactly the historical indicators', () => {
    const rows = HISTORICAL_INDICATORS.map((definition) => {
      const bars = (definition.parameters[0].default + definition.leadingBars).toString();
      return [code([definition.name]), parameters(definition.parameters), code(definition.outputs), bars];
    });
    expect(table('Historical indicators')).toEqual(rows);
  });
});
