const { projects } = require('../../../jest.config.js');

const unit = projects.find(({ displayName }) => displayName === 'unit');

/** The tests that answer in milliseconds: what they miss the properties may still find, so that the score is a lower bound. */
module.exports = {
  ...unit,
  rootDir: '../../..',
  runner: '<rootDir>/test/mutants/score/covering-runner.js',
  testMatch: ['<rootDir>/test/unit/rollout/**/*.test.ts'],
};
