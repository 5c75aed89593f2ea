/**
 * Builds the lab's programs before any test of a lab runs. A cold build takes half an hour, which no hook of a test waits
 * for; this has no timeout, and says how far it is.
 */
module.exports = async function buildPrograms() {
  const { resolveBinaries } = require('../../lab/binaries/resolve-binaries');
  const { resolveCharts } = require('../../lab/binaries/resolve-charts');
  await resolveBinaries(process.env, (line) => process.stderr.write(`${line}\n`));
  await resolveCharts(process.env);
};
