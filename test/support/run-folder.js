const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

/**
 * Gives a test run one folder for all that its tests and their programs put into a temporary folder, and removes it at the
 * end: thousands of small folders, copied binaries among them, filled the disk of a machine that runs the suite often.
 */
module.exports = function openRunFolder() {
  // What is transpiled for a started program stays: without it, each run compiles the sources anew.
  process.env.SWC_NODE_CACHE_DIR ??= join(__dirname, '../../node_modules/.cache/swc-node');
  const folder = mkdtempSync(join(tmpdir(), 'istio-revisions-run-'));
  process.env.TMPDIR = folder;
  process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
};
