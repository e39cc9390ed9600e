import { readFileSync } from 'node:fs';

/** Reads what a test runner wrote; null when it wrote nothing readable. */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** Counts of vitest's JSON report, with a note on each skipped test; null when there is no report. */
export function vitestOutcome(file) {
  const report = readReport(file);
  if (report === null) return null;
  const tests = report.testResults.flatMap((suite) => suite.assertionResults);
  const skipped = tests.filter((test) => ['skipped', 'pending', 'todo', 'disabled'].includes(test.status));
  // A file that cannot be loaded fails without having a test.
  const broken = report.testResults.filter(
    (suite) => suite.status === 'failed' && suite.assertionResults.length === 0,
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: skipped.length,
    notes: skipped.map((test) => `skipped: ${test.fullName}`),
  };
}

/** Counts of Playwright's JSON report, with each reason to skip once; null when there is no report. */
export function playwrightOutcome(file) {
  const report = readReport(file);
  if (report === null) return null;
  const { expected, unexpected, flaky, skipped } = report.stats;
  const tests = report.suites.flatMap(testsOf);
  const reasons = tests
    .filter((test) => test.status === 'skipped')
    .map((test) => {
      const why = test.annotations.find(({ type }) => type === 'skip')?.description ?? 'no reason given';
      return `skipped in ${test.projectName}: ${why}`;
    });
  const retried = tests
    .filter((test) => test.status === 'flaky')
    .map((test) => `flaky in ${test.projectName}: ${test.title}, passed in try ${test.results.length}`);
  return {
    passed: expected + flaky,
    failed: unexpected + report.errors.length,
    skipped,
    notes: [...new Set(reasons), ...retried],
  };
}

function testsOf(suite) {
  const own = (suite.specs ?? []).flatMap((spec) =>
    spec.tests.map((test) => ({ ...test, title: spec.title })),
  );
  return [...own, ...(suite.suites ?? []).flatMap(testsOf)];
}
