import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { docsPages } from './docs/pages';

/** Writes the pages of the docs that follow from the code. */
for (const [name, text] of Object.entries(docsPages()))
  writeFileSync(join(__dirname, '..', 'docs', name), text);
