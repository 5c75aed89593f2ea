import { extname, join } from 'node:path';

/**
 * What Node is given to run a program of the lab: TypeScript in a checkout, JavaScript in the package.
 * @param main - its file below `lab/`, without an extension
 */
export function programArguments(main: string): string[] {
  const extension = extname(__filename);
  // Not by a loader that reads the tsconfig of the folder it is started in: that is a user's, when the engine starts a plugin.
  const loader =
    extension === '.ts' ? ['-r', join(__dirname, '..', 'lib', 'load-typescript.js')] : [];
  return [...loader, join(__dirname, `${main}${extension}`)];
}
