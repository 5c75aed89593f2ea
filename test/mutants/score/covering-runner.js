const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { default: TestRunner } = require('jest-runner');

/**
 * Loads only the files of the tests that Stryker chose by name, and none after one that failed: jest itself would load every file to
 * skip what is in it, for each mutant. Which file has which tests, and how long they take, is noted by the run without a choice,
 * which comes first; of those chosen the quick files go first.
 */
module.exports = class CoveringRunner extends TestRunner {
  async runTests(tests, watcher, options) {
    const { rootDir, testNamePattern } = this._globalConfig;
    const path = join(rootDir, '.lab', 'test-names.json');
    const seen = {};
    let failed = false;
    this.on('test-file-success', ([test, { testResults, numFailingTests, perfStats }]) => {
      seen[test.path] = {
        names: testResults.map(({ fullName }) => fullName),
        ms: perfStats.runtime,
      };
      failed ||= numFailingTests > 0;
    });
    if (!testNamePattern) {
      await super.runTests(tests, watcher, options);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, JSON.stringify(seen));
      return;
    }
    const known = JSON.parse(readFileSync(path, 'utf8'));
    const chosen = new RegExp(testNamePattern, 'i');
    const covering = tests
      .filter((test) => known[test.path].names.some((name) => chosen.test(name)))
      .sort((one, other) => known[one.path].ms - known[other.path].ms);
    for (const test of covering) {
      if (!failed) await super.runTests([test], watcher, options);
    }
  }
};
