import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** What a `Pulumi.yaml` says, as far as it is needed here. */
export interface Project {
  readonly name: string;
  readonly backend?: { readonly url?: string };
}

/** Reads the project of a folder. */
export function readProject(dir: string): Project {
  return parse(readFileSync(join(dir, 'Pulumi.yaml'), 'utf8')) as Project;
}
