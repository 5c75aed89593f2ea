import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { problemsPage } from '../lib/operator/catalogue/problems-page';

/** Writes the pages of the docs that follow from the code. */
writeFileSync(join(__dirname, '..', 'docs', 'problems.md'), problemsPage());
