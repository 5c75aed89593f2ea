/** A problem of the lab that its message explains; it ends the command with exit code 1 and no stack trace. */
export class LabError extends Error {
  override readonly name: string = 'LabError';
}

/** A person, or whoever runs the command, asked it to stop; everything is cleaned up by then. */
export class LabInterrupted extends LabError {
  override readonly name = 'LabInterrupted';
}
