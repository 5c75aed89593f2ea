import type { Definition } from '../generated/definition';
import { ROLLOUT_RESOURCE } from '../rollout/object/rollout-resource';
import { ROLLOUT_PHASES } from '../rollout/object/rollout-status';
import type { RolloutSpec } from '../rollout/rollout-spec';
import { ROLLOUT_DEFINITION } from '../rollout/schema/rollout-definition';
import { column, CONDITION, count, listBy, object, text, type Schema } from './crd-schema';
import { customResourceDefinition } from './custom-resource-definition';

/** What each field of the spec is, for `kubectl explain`. */
const SPEC_FIELDS: Readonly<Record<keyof RolloutSpec, string>> = {
  from: 'The revision that injects today.',
  to: 'The revision to move to; an IstioOperator object describes it.',
  mode: '"label" changes the labels of namespaces, "tag" moves one revision tag a wave. Default: "label".',
  waves: 'What moves together and is judged together, in this order.',
  stragglers: 'What becomes of namespaces on "from" that are in no wave. Default: "wave".',
  soakSeconds: 'How long every gate must keep passing before the next wave. Default: 300.',
  deadlineSeconds: 'How long a wave may take until every gate passes. Default: 600.',
  retainSeconds:
    'How long "from" is kept and everything judged after the last wave. Default: 86400.',
  approvalSeconds:
    'How long it waits for a person before it says so and begins to wait anew. Default: 86400.',
  rollback:
    'What goes back when a wave fails: the "attempt", or the "wave" and those after it. Default: "attempt".',
  restart: 'How fast workloads are restarted.',
  default: 'Must be "keep": tags and the default validator belong to IstioOperator objects.',
  removal: 'Must be "keep": delete the IstioOperator object of "from" after the rollout.',
  restartFrom:
    'Whether the istiods of "from" prove first that they survive a restart. Default: true.',
  clusters: 'Must be absent: an operator looks at its own cluster only.',
  metrics: 'What users may feel, judged by Prometheus.',
};

/**
 * A definition as a structural schema. What it does not name is stored all the same: dropped in silence, a limit that was
 * misspelt would be no limit, and the status can say how it is meant.
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema
 */
function structural({
  type,
  enum: values,
  items,
  properties,
  additionalProperties,
}: Definition): Schema {
  if (values !== undefined) return { type: 'string', enum: values };
  const [only] = type ?? [];
  return {
    type: only,
    ...(items === undefined ? {} : { items: structural(items) }),
    ...(properties === undefined
      ? {}
      : {
          'x-kubernetes-preserve-unknown-fields': true,
          properties: Object.fromEntries(
            Object.entries(properties).map(([field, one]) => [field, structural(one)]),
          ),
        }),
    ...(additionalProperties === undefined || additionalProperties === false
      ? {}
      : { additionalProperties: structural(additionalProperties) }),
  };
}

/** The one schema of a rollout, with what each of its fields is. */
function specSchema(): Schema {
  const schema = structural(ROLLOUT_DEFINITION);
  const properties = schema['properties'] as Readonly<Record<keyof RolloutSpec, Schema>>;
  const described = Object.entries(SPEC_FIELDS).map(([field, description]) => [
    field,
    { ...properties[field as keyof RolloutSpec], description },
  ]);
  return {
    ...schema,
    description:
      'The move of a mesh from one revision to the next. What is wrong with it is told by the status.',
    properties: Object.fromEntries(described) as Schema,
  };
}

const WAVE = object(
  'One wave.',
  {
    name: text('Name of the wave.'),
    state: text('Where it stands, such as "soaking".'),
    verdict: text('The worst that its gates say; absent while they are not asked.'),
    members: count('How many namespaces it has.'),
  },
  ['name', 'state', 'members'],
);

const STATUS = object(
  'What became of the rollout. Nothing but the operator writes it.',
  {
    observedGeneration: count('Generation of the spec that the status is about.'),
    phase: text('Where the rollout stands, or why it is not driven.', { enum: ROLLOUT_PHASES }),
    message: text('Where it stands and what to do, in one line.'),
    rollout: text('Names plan and attempt: commands and the annotation that supersedes carry it.'),
    wave: text('The wave that moves, such as "2/5 payments".'),
    namespaces: object('Namespaces that have all their proxies on the new revision.', {
      moved: count('How many of them.'),
      all: count('Of how many.'),
    }),
    waves: listBy('name', 'Every wave, in its order.', WAVE),
    conditions: listBy('type', 'Accepted, Progressing, Succeeded.', CONDITION),
  },
  ['observedGeneration', 'phase', 'message', 'conditions'],
);

const COLUMNS: readonly Schema[] = [
  column('From', 'string', '.spec.from', 'The revision that injects today'),
  column('To', 'string', '.spec.to', 'The revision to move to'),
  column('Phase', 'string', '.status.phase', 'Where the rollout stands'),
  column(
    'State',
    'string',
    '.status.conditions[?(@.type=="Progressing")].reason',
    'Whether it goes on, and if not why, in one word',
  ),
  column('Wave', 'string', '.status.wave', 'The wave that moves'),
  column('Message', 'string', '.status.message', 'Where it stands and what to do'),
  column('Age', 'date', '.metadata.creationTimestamp', 'When the object was made'),
];

/** The CustomResourceDefinition of RevisionRollout objects, which exists where an operator drives rollouts. */
export const REVISION_ROLLOUT_CRD = customResourceDefinition({
  resource: ROLLOUT_RESOURCE,
  shortNames: ['rr'],
  description:
    'A rollout of an Istio mesh, which the operator drives. A cluster has one at a time.',
  spec: specSchema(),
  status: STATUS,
  columns: COLUMNS,
});
