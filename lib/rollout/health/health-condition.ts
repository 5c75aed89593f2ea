/** What is asked about a revision, in the order of the answers. */
export type HealthConditionType =
  | 'DeploymentAvailable'
  | 'IstiodReady'
  | 'WebhooksReady'
  | 'InjectionWorks'
  | 'ValidationWorks'
  | 'MetricsServed'
  | 'ProxiesConnected'
  | 'Ready';

/** One answer about the health of a revision. `Unknown` says that it could not be found out; it never counts as good. */
export interface HealthCondition {
  readonly type: HealthConditionType;
  readonly status: 'True' | 'False' | 'Unknown';
  /** One CamelCase word. */
  readonly reason: string;
  /** What was found and, where there is one, the next step. The same facts give the same text. */
  readonly message: string;
}

/** The answers of one question. */
export function answersTo(type: HealthConditionType) {
  const answer =
    (status: HealthCondition['status']) =>
    (reason: string, message: string): HealthCondition => ({ type, status, reason, message });
  return { yes: answer('True'), no: answer('False'), unknown: answer('Unknown') };
}

/** The reason where facts could not be read. */
export const CANNOT_BE_READ = 'CannotBeRead';
