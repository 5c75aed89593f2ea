import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CliError } from './cli-error';
import { EXIT } from './exit-code';

/** The folder of the Pulumi project: this one or the nearest above. @throws CliError (2) when there is none. */
export function findProject(): string {
  for (let dir = process.cwd(); ; dir = dirname(dir)) {
    if (existsSync(join(dir, 'Pulumi.yaml'))) return dir;
    if (dir === dirname(dir)) {
      throw new CliError(
        `no Pulumi.yaml in ${process.cwd()} or above it; run the command inside the project`,
        EXIT.badInput,
      );
    }
  }
}
