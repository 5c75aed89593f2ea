const { join } = require('node:path');

// As in stacks/pulumi.js: the program is transpiled, whatever loader an older language host has put in place.
Reflect.deleteProperty(require.extensions, '.ts');
process.env.SWC_NODE_PROJECT ??= join(__dirname, '..', '..', 'tsconfig.json');
require('@swc-node/register');
module.exports = require('../handed-program');
