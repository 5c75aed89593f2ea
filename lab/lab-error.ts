/** A problem of the lab that its message explains; it ends the command with exit code 1 and no stack trace. */
export class LabError extends Error {
  override readonly name = 'LabError';
}
