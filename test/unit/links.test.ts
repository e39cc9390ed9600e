import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

/** Links of every page: to files that are there, to headings that are there, to addresses that are addresses. */

const ROOT = path.resolve(import.meta.dirname, '../..');
const FOLDERS = [
  '.',
  'core',
  'electron',
  'renderer',
  'docs',
  'packaging',
  'test',
  'session_configs',
  'scripts',
];
const pagesIn = (folder: string): string[] =>
  readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const place = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return folder === '.' || entry.name === 'node_modules' ? [] : pagesIn(place);
    return entry.name.endsWith('.md') ? [place] : [];
  });
const pages = FOLDERS.flatMap(pagesIn);

const text = (page: string): string => readFileSync(path.join(ROOT, page), 'utf8');
/** Without blocks of code and code in lines, in which brackets are no links. */
const prose = (page: string): string =>
  text(page)
    .replaceAll(/^```[\s\S]*?^```$/gm, '')
    .replaceAll(/`[^`\n]*`/g, '');
const linksOf = (page: string): string[] =>
  [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);

/** The names that headings get: small letters, without signs, blanks as dashes. */
const anchorsOf = (page: string): string[] =>
  [
    ...text(page)
      .replaceAll(/^```[\s\S]*?^```$/gm, '')
      .matchAll(/^#+ (.+)$/gm),
  ].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-'),
  );

describe('links', () => {
  it('were found', () => {
    expect(pages.length).toBeGreaterThan(15);
    expect(pages.flatMap(linksOf).length).toBeGreaterThan(40);
  });

  it.each(pages)('of %s lead somewhere', (page) => {
    for (const link of linksOf(page)) {
      if (/^[a-z]+:/.test(link)) {
        expect(new URL(link).protocol, link).toBe('https:');
        continue;
      }
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? page : path.posix.join(path.posix.dirname(page), file);
      expect(existsSync(path.join(ROOT, target)), `${page}: ${link}`).toBe(true);
      if (anchor !== undefined && statSync(path.join(ROOT, target)).isFile())
        expect(anchorsOf(target), `${page}: ${link}`).toContain(anchor);
    }
  });

  it('lead to every page of docs/ from its contents', () => {
    const listed = linksOf('docs/README.md').map((link) => path.posix.join('docs', link));
    const unlisted = pages.filter((page) => /^docs\/[^/]+\.md$/.test(page) && page !== 'docs/README.md');
    expect(unlisted.filter((page) => !listed.includes(page))).toEqual([]);
  });
});

/** Pages that comments and test names refer to: `docs/cli.md#run-folder`, from the root of the repository. */
describe('references in code', () => {
  const CODE = ['core', 'electron', 'renderer', 'scripts', 'test'];
  const COMMENT = /^\s*(?:\*|\/\/|\/\*)|\/\/ |\b(?:describe|it|test)\('[^']*docs\//;
  const PAGE = /(?<![\w/.-])([\w./-]*[\w-]\.md)\b(?:#([\w-]+))?/g;
  const filesIn = (folder: string): string[] =>
    readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
      const place = path.posix.join(folder, entry.name);
      if (entry.isDirectory()) return entry.name === 'fixtures' ? [] : filesIn(place);
      return /\.(?:tsx?|mjs|mts|py)$/.test(entry.name) ? [place] : [];
    });
  const references = CODE.flatMap(filesIn).flatMap((file) =>
    text(file)
      .split('\n')
      .filter((line) => COMMENT.test(line))
      .flatMap((line) => [...line.matchAll(PAGE)].map(([, page = '', anchor]) => ({ file, page, anchor }))),
  );

  it('were found', () => {
    expect(references.length).toBeGreaterThan(10);
  });

  it('lead to pages and headings of this repository', () => {
    const broken = references.filter(({ page, anchor }) => {
      if (!existsSync(path.join(ROOT, page))) return true;
      return anchor !== undefined && !anchorsOf(page).includes(anchor);
    });
    expect(broken).toEqual([]);
  });
});
