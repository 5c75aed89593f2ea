#!/usr/bin/env node
const { join } = require('node:path');

// Sources are loaded through a transpiler, so what runs is never older than what is written.
process.env.SWC_NODE_PROJECT ??= join(__dirname, '..', 'tsconfig.json');
require('@swc-node/register');
void require('../lib/cli/main.ts').main(process.argv);
