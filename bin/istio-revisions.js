#!/usr/bin/env node
const { join } = require('node:path');

// For processes that this one starts with another loader.
process.env.SWC_NODE_PROJECT ??= join(__dirname, '..', 'tsconfig.json');
require('../lib/load-typescript.js');
void require('../lib/cli/main').main(process.argv);
