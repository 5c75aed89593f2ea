import { PHASES } from '../rollout/status/operator-status';
import { OPERATOR_RESOURCE } from '../rollout/status/operator-resource';
import { column, CONDITION, count, listBy, object, text, time, type Schema } from './crd-schema';
import { customResourceDefinition } from './custom-resource-definition';
import type { IstioOperatorSpec } from './istio-operator';

/**
 * What each field of the spec is. None has a type here: a spec that is wrong must be storable, since only what is stored has
 * a status that says what is wrong with it and how it is meant.
 */
const SPEC_FIELDS: Readonly<Record<keyof IstioOperatorSpec, string>> = {
  namespace: 'Has no effect, as in istioctl: set values.global.istioNamespace.',
  profile: 'Name of the Istio profile whose values lie under these. Default: "default".',
  installPackagePath:
    'Folder with charts and profiles, in place of the charts of the minor that the tag belongs to.',
  hub: 'Registry and path of the images, such as "registry.istio.io/release".',
  tag: 'Istio version, such as "1.31.0": the tag of the images, and through its minor the charts.',
  revision: 'Name of the revision, a DNS label such as "1-31". A live revision is never renamed.',
  compatibilityVersion: 'Older minor, such as "1.30", whose defaults are kept.',
  meshConfig: "Settings of the mesh; the fields are those of Istio's MeshConfig.",
  values: "Values for Istio's charts.",
  unvalidatedValues: 'Values for the charts that are laid over the others without a check.',
  components: 'Which components are installed, and the Kubernetes settings of istiod.',
};

const REVISION = object(
  'A revision and what uses it.',
  {
    name: text('Name of the revision.'),
    version: text('Istio version of the revision.'),
    ready: { type: 'boolean', description: 'Whether it is known to take workloads.' },
    namespaces: count('How many namespaces it injects; absent where that could not be read.'),
    proxies: count('How many proxies are connected to it; absent where that could not be read.'),
    inUse: text('Whether anything needs it: only "no" allows a removal.', {
      enum: ['yes', 'no', 'unknown'],
    }),
    why: {
      type: 'array',
      description: 'The first few things that speak against a removal.',
      items: { type: 'string' },
      'x-kubernetes-list-type': 'atomic',
    },
  },
  ['name', 'version', 'ready', 'inUse', 'why'],
);

const digestSince = (description: string, since: string): Schema =>
  object(description, { digest: text('sha256 over the rendered objects.'), time: time(since) });

/** Nothing in it is required: objects that Istio's own operator wrote have a status of another shape. */
const STATUS = object(
  'What istio-revisions made of the spec. Nothing else writes it.',
  {
    observedGeneration: count('Generation of the spec that the status is about.'),
    phase: text('Where the object stands; the conditions say why.', { enum: PHASES }),
    message: text('Where it stands and what to do, in one line.'),
    version: text('Istio version that the spec asks for.'),
    conditions: listBy(
      'type',
      'SpecValid, Rendered, Applied, the health of what is applied, and Ready, which sums them up.',
      CONDITION,
    ),
    revisions: listBy('name', "The object's own revision first.", REVISION),
    lastRender: digestSince('What the charts gave last.', 'Since when they give it.'),
    lastApplied: digestSince(
      'What is applied as a whole; absent while something else is being applied, and where that was cut off or failed.',
      'When it was first written.',
    ),
    lastTrouble: object('What went wrong last; absent once it is ready again.', {
      reason: text('Why, as one word for programs.'),
      time: time('Since when that is the reason.'),
    }),
    retry: object('Set while a failed reconcile waits to be tried again.', {
      attempt: count('How many attempts in a row have failed.'),
      nextAt: time('When the next one begins.'),
    }),
  },
  [],
);

const SPEC: Schema = {
  type: 'object',
  description: 'What the revision consists of. What is wrong with it is told by the status.',
  'x-kubernetes-preserve-unknown-fields': true,
  properties: Object.fromEntries(
    Object.entries(SPEC_FIELDS).map(([field, description]) => [
      field,
      // Without `nullable` the API server would silently drop a null, which is a mistake to be told.
      { description, nullable: true, 'x-kubernetes-preserve-unknown-fields': true },
    ]),
  ),
};

const COLUMNS: readonly Schema[] = [
  column('Revision', 'string', '.spec.revision', 'Name of the revision'),
  column('Version', 'string', '.status.version', 'Istio version'),
  column('Phase', 'string', '.status.phase', 'Where the object stands'),
  column(
    'Ready',
    'string',
    '.status.conditions[?(@.type=="Ready")].status',
    'Whether it is applied and healthy',
  ),
  column(
    'Reason',
    'string',
    '.status.conditions[?(@.type=="Ready")].reason',
    'Why it is ready or not, in one word',
  ),
  column(
    'Namespaces',
    'integer',
    '.status.revisions[0].namespaces',
    'How many namespaces the revision injects',
  ),
  column('Age', 'date', '.metadata.creationTimestamp', 'When the object was made'),
  {
    ...column('Message', 'string', '.status.message', 'Where it stands and what to do'),
    priority: 1,
  },
];

/** The CustomResourceDefinition of IstioOperator objects, with their status as this program writes it. */
export const ISTIO_OPERATOR_CRD = customResourceDefinition({
  resource: OPERATOR_RESOURCE,
  shortNames: ['iop', 'io'],
  description: 'One revision of an Istio mesh.',
  spec: SPEC,
  status: STATUS,
  columns: COLUMNS,
});
