const { join } = require('node:path');

// The entry of cdk8s, here and in a project that "istio-revisions init" wrote.
process.env.SWC_NODE_PROJECT ??= join(__dirname, '..', 'tsconfig.json');
require('../lib/load-typescript.js');
require('./synth');
