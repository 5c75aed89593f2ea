import type { Issue } from '../issue';
import type { OperatorInputs } from '../operator-inputs';
import type { ComponentRelease, ResolvedOperator } from '../resolve-operator';

/** What a rule looks at. */
export interface RuleContext {
  /** As somebody gave them: what is no setting is only there, and places are found with it. */
  readonly inputs: OperatorInputs;
  readonly resolved: ResolvedOperator;
  /** What of it will be rendered: a part of a document may be deployed apart from the rest. */
  readonly components: readonly ComponentRelease[];
  /** Istio minor of the charts, such as `1.31`. */
  readonly minor: string;
}

/** Finds what is wrong or doubtful. What the schema refuses is left to the schema: a rule never fails because of it. */
export type Rule = (context: RuleContext) => readonly Issue[];
