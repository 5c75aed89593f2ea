const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { default: TestRunner } = require('jest-runner');

/**
 * Loads only the files of the tests that Stryker chose by name, and none after one that failed: jest itself would load every file to
 * skip what is in it, for each mutant. Which file has which tests is noted by the run without a choice, which comes first.
 */
module.exports = class CoveringRunner extends TestRunner {
  async runTests(tests, watcher, options) {
    const { rootDir, testNamePattern } = this._globalConfig;
    const path = join(rootDir, '.lab', 'test-names.json');
    const names = {};
    let failed = false;
    this.on('test-file-success', ([test, { testResults, numFailingTests }]) => {
      names[test.path] = testResults.map(({ fullName }) => fullName);
      failed ||= numFailingTests > 0;
    });
    if (!testNamePattern) {
      await super.runTests(tests, watcher, options);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, JSON.stringify(names));
      return;
    }
    const known = JSON.parse(readFileSync(path, 'utf8'));
    const chosen = new RegExp(testNamePattern, 'i');
    for (const test of tests.filter((one) => known[one.path].some((name) => chosen.test(name)))) {
      if (!failed) await super.runTests([test], watcher, options);
    }
  }
};
