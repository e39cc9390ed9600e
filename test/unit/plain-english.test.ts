import { describe, expect, it } from 'vitest';
import { countWords, filesIn, proseOf, type Prose } from '../helpers/prose.js';

/**
 * Plain English: active voice, present tense, the subject first. The list holds turns of phrase that good technical
 * prose does without. They are counted per 1,000 words, and the ceilings only ever fall.
 */
const PHRASES: readonly RegExp[] = [
  /\btold\b/i,
  /\btells? (of|that|apart|whether|how|which|what)\b/i,
  /\banew\b/i,
  /\bso (many|few|much|little|long|late|soon|often|old|large|small)\b(?! that\b)/i,
  /\b(at hand|in vain|for good|in full|by now|of late|as yet|the like)\b/i,
  /\b(go|goes|going|went|gone) on\b/i,
  /\bput(s|ting)? right\b/i,
  /(?<![\w-])(stand|stands|stood|standing)\b(?!( in)? for\b|-)/i,
  /\bof (which|whom)\b/i,
  /\bby (itself|himself|themselves)\b|\bof its own accord\b/i,
  /\bbesides\b/i,
  /\bmeanwhile\b/i,
  /\b(whatever|wherever|whoever|whomever|whichever)\b/i,
  /\b(every|no|some|any)body\b/i,
  /\b(thereby|whereby|therein|thereof|thereupon|whereupon|hereby|hitherto|thence|hence|henceforth|whence)\b/i,
  /\b(lest|albeit|upon|unto|shall|nought|amid|ere)\b/i,
  /\b(makes?|making|comes?|came|becomes?|became|is made|are made|was made|were made|be made) of\b/i,
  /\b(?<!such )as (it|they) (is|are|was|were|stands?)\b(?! (possible|\w+ing|\w+ed)\b)/i,
  /\b(once more|no sooner|none the less|nor is|that is to say)\b/i,
  // A relative clause that lacks its noun begins a sentence: "What is stored stays readable."
  /(?<=^|[.!:;] )(What|Who|Whose) (?![^.?]*\?)/,
  /\b(of|from|by|to|after|before|until|with|at|on|than|for|in) what (is|are|was|were|has|had|comes?|came)\b/i,
  /\b(one|he) who\b/i,
];

const RIGHT = [
  'Returns the bars that the feed has delivered, oldest first.',
  'Throws when the symbol is unknown; the caller shows the message.',
  'OHLC stands for open, high, low and close.',
  'What does the exchange do on a half day? It closes at 13:00.',
  'The standard deviation uses the last 20 closes.',
  'The understanding between both processes is a schema.',
  'A stand-in for the vendor answers on a local port.',
  'The gate blocks notifications until the symbol has caught up.',
  'Bars beside the gap keep their prices, so the chart shows a hole.',
  'The setting is as it was saved before, and so is its date.',
  'The writer flushes every 1,000 rows because a crash loses at most one block.',
  'Prices go up in steps of one cent.',
];

const WRONG = [
  'The strategy is told of every fill.',
  'What is made of their day is made anew with it.',
  'So many bars are kept at hand.',
  'The session goes on by itself.',
  'Bars that were put right after they had closed.',
  'The symbol stands in the list, whatever its phase.',
  'Nobody waits for the receipt.',
  'Files of which one is shown; besides, the others are kept for good.',
  'It is drawn from what was sent.',
  'Whoever looks on sees it as it is.',
  'In vain: the folder is read in full meanwhile.',
  'The log tells of the block; hence the list makes of it a fold.',
  'Once more one who passes by is not stopped, lest the window stall.',
];

const CODE = /\.(tsx?|mjs|css)$/;

/** Ceilings in hits per 1,000 words. They fall to 0.5 in comments of the program and to 1.0 in documents. */
const AREAS: readonly {
  readonly name: string;
  readonly folders: readonly string[];
  readonly kind: Prose['kind'];
  readonly ceiling: number;
}[] = [
  { name: 'comments of core', folders: ['core'], kind: 'comment', ceiling: 0.5 },
  { name: 'comments of electron', folders: ['electron'], kind: 'comment', ceiling: 0.5 },
  { name: 'comments of renderer', folders: ['renderer'], kind: 'comment', ceiling: 0.5 },
  { name: 'comments of scripts and tests', folders: ['scripts', 'test'], kind: 'comment', ceiling: 0.5 },
  { name: 'sentences of core', folders: ['core'], kind: 'sentence', ceiling: 1 },
  { name: 'sentences of electron', folders: ['electron'], kind: 'sentence', ceiling: 0.6 },
  { name: 'sentences of renderer', folders: ['renderer'], kind: 'sentence', ceiling: 1 },
  { name: 'sentences of scripts', folders: ['scripts'], kind: 'sentence', ceiling: 1 },
  { name: 'test names', folders: ['test'], kind: 'test name', ceiling: 0.5 },
  { name: 'README and docs', folders: ['README.md', 'docs'], kind: 'document', ceiling: 1 },
  {
    name: 'other documents',
    folders: [
      'CHANGELOG.md',
      'CONTRIBUTING.md',
      'SECURITY.md',
      'core',
      'electron',
      'renderer',
      'test',
      'packaging',
      'session_configs',
    ],
    kind: 'document',
    ceiling: 0.5,
  },
];

const hitsIn = (text: string): string[] =>
  PHRASES.flatMap((phrase) => [...text.matchAll(new RegExp(phrase, `${phrase.flags}g`))].map(([hit]) => hit));

/** This file quotes the phrases. */
const isQuoting = (file: string): boolean => file === 'test/unit/plain-english.test.ts';

describe('the list of phrases', () => {
  it.each(RIGHT)('accepts %j', (sentence) => {
    expect(hitsIn(sentence)).toEqual([]);
  });

  it.each(WRONG)('finds a phrase in %j', (sentence) => {
    expect(hitsIn(sentence)).not.toEqual([]);
  });

  it('has a wrong sentence for every phrase', () => {
    expect(PHRASES.filter((phrase) => !WRONG.some((sentence) => phrase.test(sentence)))).toEqual([]);
  });
});

describe('plain English', () => {
  it.each(AREAS)('keeps to its ceiling in $name', ({ name, folders, kind, ceiling }) => {
    const files = folders.flatMap((folder) => filesIn(folder, kind === 'document' ? /\.md$/ : CODE));
    const prose = files
      .filter((file) => !isQuoting(file))
      .flatMap(proseOf)
      .filter((part) => part.kind === kind);
    const words = prose.reduce((sum, { text }) => sum + countWords(text), 0);
    const hits = prose.flatMap(({ file, line, text }) =>
      hitsIn(text).map((hit) => `${file}:${String(line)} "${hit}" in: ${text}`),
    );
    const perThousand = (hits.length / words) * 1000;
    expect(words, 'words read').toBeGreaterThan(500);
    expect(
      perThousand,
      `${name}: ${String(hits.length)} in ${String(words)} words\n${hits.join('\n')}`,
    ).toBeLessThanOrEqual(ceiling);
  });
});
