const { join } = require('node:path');

// What "cdk8s synth" loads for the entry of cdk8s.yaml; it knows no TypeScript.
process.env.SWC_NODE_PROJECT ??= join(__dirname, '..', 'tsconfig.json');
require('../lib/load-typescript.js');
exports.LayerValidation = require('../lib/layers/layer-validation').LayerValidation;
