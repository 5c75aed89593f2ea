const { join } = require('node:path');

// Pulumi's entry. Older language hosts have put their own type-checking loader for .ts in place by now; the program is
// transpiled like everywhere else and type-checked apart, by "make lint".
Reflect.deleteProperty(require.extensions, '.ts');
process.env.SWC_NODE_PROJECT ??= join(__dirname, '..', 'tsconfig.json');
require('@swc-node/register');
module.exports = require('./program.ts');
