import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');
const TESTS = readdirSync(path.join(ROOT, 'test'), { recursive: true, encoding: 'utf8' });

const PAGES = readdirSync(path.join(ROOT, 'docs')).filter((name) => name.endsWith('.md'));

test.each(PAGES)('the tests that docs/%s names are there', (page) => {
  const text = readFileSync(path.join(ROOT, 'docs', page), 'utf8');
  const named = [...text.matchAll(/`([\w./-]+\.(?:test|spec)\.tsx?)`/g)].map(([, name = '']) => name);
  const missing = named.filter(
    (name) => !TESTS.some((file) => `/${file}`.endsWith(`/${name.replace(/^test./, '')}`)),
  );
  expect(missing).toEqual([]);
});

test('and its npm scripts', () => {
  const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const pages = [...PAGES.map((page) => path.join('docs', page)), 'README.md', 'CONTRIBUTING.md'];
  const named = pages
    .filter((page) => existsSync(path.join(ROOT, page)))
    .flatMap((page) => [...readFileSync(path.join(ROOT, page), 'utf8').matchAll(/`npm run ([\w:-]+)/g)])
    .map(([, name = '']) => name);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
  expect(named.length).toBeGreaterThan(3);
});
