import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandsPage } from '../lib/cli/commands-page';
import { createProgram } from '../lib/cli/main';
import { problemsPage } from '../lib/operator/catalogue/problems-page';

const PAGES = {
  'problems.md': problemsPage(),
  'commands.md': commandsPage(createProgram()),
};

/** Writes the pages of the docs that follow from the code. */
for (const [name, text] of Object.entries(PAGES))
  writeFileSync(join(__dirname, '..', 'docs', name), text);
