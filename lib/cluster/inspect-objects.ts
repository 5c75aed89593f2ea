import { backOff } from 'exponential-backoff';
import { messageOf } from './api-error';
import { dryRunApply } from './dry-run-apply';
import { ApiAnswerError, type ObjectSender, type RawObject, type StatusCause } from './raw-objects';

/** How many objects are asked about at once. */
const PARALLEL = 16;

/** How often a request is made that fails for a passing reason. */
const ATTEMPTS = 8;

/** How often one is made that the API server puts off, as it does with whoever asks when it has much to do. */
const PATIENT_ATTEMPTS = 12;

/** An object as it should be. */
export interface DesiredObject {
  readonly key: string;
  readonly body: RawObject;
}

/** A field that the write would change although another manager owns it. */
export interface FieldConflict {
  readonly manager: string;
  /** The API server's notation, such as `.spec.replicas`. */
  readonly field: string;
}

/** What is there, and what a server-side apply would make of it. */
export interface InspectedObject {
  readonly key: string;
  /** `null` where nothing is there. */
  readonly live: RawObject | null;
  /** The object after the write, owned fields of others included; `null` where the write could not be tried. */
  readonly applied: RawObject | null;
  readonly conflicts: readonly FieldConflict[];
  /** Why the API server would refuse the write; `null` where it would not. */
  readonly refusal: string | null;
  /** Why the write could not be tried, such as a namespace that is not there yet; `null` where it was. */
  readonly untried: string | null;
}

/** Thrown when objects could not be read: what is unknown is no difference and no match. */
export class InspectionError extends Error {
  override readonly name = 'InspectionError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(['the cluster could not be read:', ...problems.map((line) => `  ${line}`)].join('\n'));
    this.problems = problems;
  }
}

/**
 * Looks at every object and lets the API server try the write as a dry run: defaults, admission and ownership are the
 * server's own, nothing is guessed and nothing is changed.
 *
 * @throws InspectionError naming every object that could not be read.
 */
export async function inspectObjects(
  client: ObjectSender,
  objects: readonly DesiredObject[],
): Promise<ReadonlyMap<string, InspectedObject>> {
  const found = new Map<string, InspectedObject>();
  const problems: string[] = [];
  const queue = [...objects];
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      try {
        found.set(next.key, await inspect(client, next));
      } catch (error) {
        const { kind, metadata } = next.body;
        problems.push(`${kind} ${metadata.name}: ${messageOf(error)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
  if (problems.length > 0) throw new InspectionError(problems.sort());
  return found;
}

async function inspect(
  client: ObjectSender,
  { key, body }: DesiredObject,
): Promise<InspectedObject> {
  const live = await readLive(client, body);
  const nothing = { key, live, applied: null, conflicts: [], refusal: null, untried: null };
  const first = await tryApply(client, body, false);
  if (first.type === 'applied') return { ...nothing, applied: first.object };
  if (first.type === 'untried') return { ...nothing, untried: first.reason };
  const conflicts = conflictsIn(first.causes);
  if (conflicts.length === 0) return { ...nothing, refusal: first.reason };
  const forced = await tryApply(client, body, true);
  return {
    ...nothing,
    conflicts,
    applied: forced.type === 'applied' ? forced.object : null,
    refusal: forced.type === 'refused' ? forced.reason : null,
    untried: forced.type === 'untried' ? forced.reason : null,
  };
}

async function readLive(client: ObjectSender, body: RawObject): Promise<RawObject | null> {
  try {
    return await retried(() => client.send('read', body));
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}

type Trial =
  | { readonly type: 'applied'; readonly object: RawObject }
  | { readonly type: 'untried'; readonly reason: string }
  | { readonly type: 'refused'; readonly reason: string; readonly causes: readonly StatusCause[] };

async function tryApply(client: ObjectSender, body: RawObject, force: boolean): Promise<Trial> {
  try {
    const object = await retried(() => dryRunApply(client, body, force));
    return { type: 'applied', object };
  } catch (error) {
    if (isAbsent(error) || cannotTry(error)) return { type: 'untried', reason: messageOf(error) };
    if (!(error instanceof ApiAnswerError) || isPassing(error)) throw error;
    return { type: 'refused', reason: error.message, causes: error.causes };
  }
}

/** Kind or namespace are not there yet; the same update makes them. */
function isAbsent(error: unknown): boolean {
  return error instanceof ApiAnswerError && error.status === 404;
}

/** A webhook that would do more than answer takes no part in a dry run; one whose istiod is not there yet cannot. */
function cannotTry(error: unknown): boolean {
  return (
    error instanceof ApiAnswerError &&
    /does not support dry run|failed calling webhook/.test(error.message)
  );
}

function conflictsIn(causes: readonly StatusCause[]): FieldConflict[] {
  return causes.flatMap(({ reason, message = '', field = '' }) => {
    const manager = /conflict with "([^"]+)"/.exec(message)?.[1];
    return reason === 'FieldManagerConflict' && manager !== undefined ? [{ manager, field }] : [];
  });
}

async function retried<T>(work: () => Promise<T>): Promise<T> {
  return backOff(work, {
    numOfAttempts: PATIENT_ATTEMPTS,
    startingDelay: 200,
    maxDelay: 5_000,
    jitter: 'full',
    retry: (error: unknown, attempt: number) =>
      isPutOff(error) || (attempt < ATTEMPTS && isPassing(error) && !cannotTry(error)),
  });
}

function isPassing(error: unknown): boolean {
  return !(error instanceof ApiAnswerError) || error.status >= 500 || isPutOff(error);
}

/** A conflict without a cause is one with another write of the same moment, and says nothing about fields or their owners. */
function isPutOff(error: unknown): boolean {
  if (!(error instanceof ApiAnswerError)) return false;
  const { status, causes } = error;
  return status === 429 || (status === 409 && causes.length === 0);
}
