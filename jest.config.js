const common = {
  testEnvironment: 'node',
  transform: { '^.+\\.[cm]?[jt]s$': ['@swc/jest', { module: { type: 'commonjs' } }] },
  // These publish ES modules only, which jest's loader cannot require as they are.
  transformIgnorePatterns: [
    '/node_modules/(?!(@kubernetes/client-node|openid-client|oauth4webapi|jose)/)',
  ],
  // What "make package" makes is this project once more.
  modulePathIgnorePatterns: ['<rootDir>/build/'],
};

/** Tests that start a lab. */
const onALab = { ...common, globalSetup: '<rootDir>/test/support/build-programs.js' };

/** @type {import('jest').Config} */
module.exports = {
  globalSetup: '<rootDir>/test/support/run-folder.js',
  reporters: ['default', '<rootDir>/test/support/closing-line-reporter.js'],
  maxWorkers: 2,
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: ['<rootDir>/test/{unit,property}/**/*.test.ts'],
    },
    {
      ...common,
      displayName: 'browser',
      testMatch: ['<rootDir>/test/browser/**/*.test.ts'],
    },
    { ...onALab, displayName: 'lab', testMatch: ['<rootDir>/test/lab/**/*.test.ts'] },
    { ...onALab, displayName: 'engine', testMatch: ['<rootDir>/test/engine/**/*.test.ts'] },
    {
      ...common,
      displayName: 'conformance',
      testMatch: ['<rootDir>/test/conformance/**/*.test.ts'],
    },
    { ...onALab, displayName: 'long', testMatch: ['<rootDir>/test/long/**/*.test.ts'] },
  ],
};
