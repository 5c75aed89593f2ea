const { join } = require('node:path');

// Pulumi's entry. Older language hosts have put their own type-checking loader for .ts in place by now; the program is
// transpiled like everywhere else and type-checked apart, by "make lint".
Reflect.deleteProperty(require.extensions, '.ts');
process.env.SWC_NODE_PROJECT ??= join(__dirname, '..', 'tsconfig.json');
require('@swc-node/register');
// A tree that "istio-revisions up" hands over is not made a second time.
const isHandedOver = process.env.ISTIO_REVISIONS_TREE !== undefined;
module.exports = require(isHandedOver ? './handed-program' : './program');
