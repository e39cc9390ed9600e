import { describe, expect, test } from 'vitest';
import { UpdateSearch, type AskedBy } from '../../../../../electron/main/updates/look-for-update.ts';
import { rehearse } from './fake-updater.ts';

const FOUND = ['load', 'check', 'ask'];
const NEWER = { newest: '1.1.0' };
const BY: readonly AskedBy[] = ['user', 'start'];

describe.each(BY)('asked by the %s', (askedBy) => {
  test.each([
    { answers: [false], done: FOUND },
    { answers: [true, false], done: [...FOUND, 'download', 'ask'] },
    { answers: [true, true], done: [...FOUND, 'download', 'ask', 'make way', 'install'] },
  ])('a newer version, answers $answers: no step without its yes', async ({ answers, done }) => {
    const rehearsal = rehearse(NEWER, answers);
    await new UpdateSearch(rehearsal.parts).look(askedBy);
    expect(rehearsal.done).toEqual(done);
    expect(rehearsal.notices).toEqual([]);
    for (const { message } of rehearsal.questions) expect(message).toMatch(/1\.1\.0.*1\.0\.0/);
  });

  test('a download that fails is reported, and nothing is installed', async () => {
    const rehearsal = rehearse({ ...NEWER, downloadFails: new Error('net::ERR_CONNECTION_RESET') }, [
      true,
      true,
    ]);
    await new UpdateSearch(rehearsal.parts).look(askedBy);
    expect(rehearsal.done).toEqual([...FOUND, 'download']);
    expect(rehearsal.notices).toMatchObject([{ message: expect.stringContaining('could not be reached') }]);
  });

  test('an install that fails is reported, and the old version continues', async () => {
    const installFails = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
    const rehearsal = rehearse({ ...NEWER, installFails }, [true, true]);
    await new UpdateSearch(rehearsal.parts).look(askedBy);
    expect(rehearsal.done.slice(-3)).toEqual(['make way', 'install', 'go on']);
    expect(rehearsal.notices).toMatchObject([{ message: expect.stringContaining('could not be written') }]);
  });
});

test.each([
  ['the newest version', {}, /1\.0\.0 is the newest/],
  [
    'a site out of reach',
    { checkFails: new Error('net::ERR_INTERNET_DISCONNECTED') },
    /could not be reached/,
  ],
] as const)('%s: the user gets an answer, the start is quiet', async (_name, behaviour, words) => {
  const byUser = rehearse(behaviour);
  await new UpdateSearch(byUser.parts).look('user');
  expect(byUser.notices).toMatchObject([{ message: expect.stringMatching(words) }]);
  const byStart = rehearse(behaviour);
  await new UpdateSearch(byStart.parts).look('start');
  expect(byStart.notices).toEqual([]);
  expect([...byUser.done, ...byStart.done]).toEqual(['load', 'check', 'load', 'check']);
});

test('a program that must not is not even loaded with the updater: the user hears why, the start does not', async () => {
  const rehearsal = rehearse(NEWER, [true, true], 'The package manager does that.');
  const search = new UpdateSearch(rehearsal.parts);
  await search.look('start');
  expect(rehearsal.notices).toEqual([]);
  await search.look('user');
  expect(rehearsal.notices).toEqual([{ message: 'The package manager does that.' }]);
  expect(rehearsal.done).toEqual([]);
});

test('one search at a time; when it has ended, however it ended, another may begin', async () => {
  const rehearsal = rehearse({ checkFails: new Error('?') });
  const search = new UpdateSearch(rehearsal.parts);
  const first = search.look('user');
  await search.look('start');
  await search.look('user');
  expect(rehearsal.notices[0]?.message).toContain('already');
  await first;
  expect(rehearsal.done).toEqual(['load', 'check']);
  await search.look('user');
  expect(rehearsal.done).toEqual(['load', 'check', 'load', 'check']);
});
