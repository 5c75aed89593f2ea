import { createRequire } from 'node:module';
import { extname, join } from 'node:path';

/**
 * What Node is given to run a program of the lab: TypeScript in a checkout, JavaScript in the package.
 * @param main - its file below `lab/`, without an extension
 */
export function programArguments(main: string): string[] {
  const extension = extname(__filename);
  const loader =
    extension === '.ts' ? ['-r', createRequire(__filename).resolve('@swc-node/register')] : [];
  return [...loader, join(__dirname, `${main}${extension}`)];
}
