import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

/** Where something is proved: a test file, and a part of a title in it. */
export type Proof = readonly [file: string, title: string];

/**
 * The text of a test, from its title to the next test.
 * @throws Error where no test of the file has such a title
 */
export function proofOf([file, title]: Proof): string {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const tests = text.split(/^(?= *(?:\([^\n]*\? )?(?:it|describe)(?:\.|\(| ))/m);
  const found = tests.find((one) => /^ *(?:\(|it)/.test(one) && titleOf(one).includes(title));
  if (found === undefined) throw new Error(`${file} has no test "${title}"`);
  return found;
}

/** All before the body: with `each` the title comes after the table. */
function titleOf(test: string): string {
  return test.slice(0, test.search(/=> \{?\n/));
}
