import { refText, type PlanProblem } from './object-change';

/** A plan that must not be carried out, with every reason and what to do about each. */
export class DeployRefusedError extends Error {
  override readonly name = 'DeployRefusedError';
  readonly problems: readonly PlanProblem[];

  constructor(problems: readonly PlanProblem[]) {
    super(['nothing was changed:', ...problems.flatMap(lines)].join('\n'));
    this.problems = problems;
  }
}

function lines({ code, object, message, next }: PlanProblem): string[] {
  return [`  ${refText(object)} [${code}]: ${message}`, `    ${next}`];
}
