import type { MappedResource } from '../deploy/map-tree';
import { sourceDigest } from '../deploy/source-digest';
import type { HealthCondition } from '../rollout/health/health-condition';
import type { Observation } from '../rollout/observation';
import type { OperatorStatus } from '../rollout/status/operator-status';
import type { Progress } from '../rollout/status/progress';
import { revisionStatus } from '../rollout/status/revision-status';
import { failureOf } from './failure-of';
import type { StatusReporter } from './status-reporter';

/** A document that a stack applies together with what it describes. */
export interface StackDocument {
  readonly namespace: string;
  readonly name: string;
  /** `null` where it describes no revision, such as the base. */
  readonly revision: string | null;
  readonly version: string;
}

/** What reporting on a stack's documents needs of the world. */
export interface ReportPorts {
  readonly report: StatusReporter['report'];
  readonly health: (revision: string, namespace: string) => Promise<readonly HealthCondition[]>;
  readonly observe: (revisions: readonly string[]) => Promise<Observation>;
}

/** A document with the status that its object has now. */
export interface ReportedDocument {
  readonly document: StackDocument;
  /** `null` where its object is not there. */
  readonly status: OperatorStatus | null;
}

const DOCUMENT = 'kubernetes:install.istio.io/v1alpha1:IstioOperator';

/** The documents of a tree. */
function documentsOf(resources: readonly MappedResource[]): StackDocument[] {
  return resources
    .filter(({ type }) => type === DOCUMENT)
    .map(({ body }) => {
      const spec = body['spec'] as { readonly revision?: string; readonly tag?: string };
      return {
        namespace: body.metadata.namespace ?? '',
        name: body.metadata.name,
        revision: spec.revision ?? null,
        version: spec.tag ?? '',
      };
    });
}

/**
 * Looks at the health of every revision of a stack and writes it where the operator would: as the status of its document.
 * @param settling - whether an update was made just now, so that what is not healthy yet may become so by itself
 */
export async function reportDocuments(
  resources: readonly MappedResource[],
  ports: ReportPorts,
  settling: boolean,
): Promise<ReportedDocument[]> {
  const documents = documentsOf(resources);
  const observation = await ports.observe(
    documents.flatMap(({ revision }) => (revision === null ? [] : [revision])),
  );
  const progress: Progress = { at: 'applied', digest: sourceDigest(resources), settling };
  return Promise.all(
    documents.map(async (document) => {
      const { revision, version } = document;
      const found =
        revision === null
          ? { health: [], revisions: [] }
          : {
              health: await ports.health(revision, document.namespace),
              revisions: [revisionStatus({ name: revision, version }, observation)],
            };
      const status = await ports.report(document, { ...found, progress, version, retry: null });
      return { document, status };
    }),
  );
}

/**
 * Writes on the base's document that a source is being applied, before anything of it is, and that it has been: where that is
 * cut off in between, nobody takes the source before for what is there, since what was made beside it would stay for ever.
 */
export async function reportBase(
  resources: readonly MappedResource[],
  { report }: Pick<ReportPorts, 'report'>,
  at: 'applying' | 'applied',
): Promise<void> {
  const digest = sourceDigest(resources);
  const progress: Progress = at === 'applied' ? { at, digest, settling: false } : { at, digest };
  // The definitions have no health but that they are there.
  const found = { health: at === 'applied' ? [] : null, revisions: null, retry: null };
  for (const document of documentsOf(resources).filter(({ revision }) => revision === null))
    await report(document, { ...found, progress, version: document.version });
}

/** Writes why an update failed; an object that is not there yet, or an API server that is not, hears nothing. */
export async function reportFailure(
  resources: readonly MappedResource[],
  { report }: Pick<ReportPorts, 'report'>,
  error: unknown,
): Promise<void> {
  const progress: Progress = {
    at: 'failed',
    failure: failureOf(error),
    digest: sourceDigest(resources),
  };
  for (const document of documentsOf(resources)) {
    await report(document, {
      progress,
      version: document.version,
      health: null,
      revisions: null,
      retry: null,
    });
  }
}
