import { expect, it } from 'vitest';
import { INDICATORS } from '../../../../core/data-processor/indicators/registry.ts';
import { STUDY_LOOKS } from '../../../../renderer/chart/study-looks.ts';

it('every indicator of a session says where it is drawn, and no other name does', () => {
  expect(Object.keys(STUDY_LOOKS).sort()).toEqual(INDICATORS.map(({ name }) => name).sort());
});
