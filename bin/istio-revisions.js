#!/usr/bin/env node
// Sources are loaded through a transpiler, so what runs is never older than what is written.
process.env.SWCRC = 'true';
require('@swc-node/register');
require('../lib/cli/main.ts').main(process.argv);
