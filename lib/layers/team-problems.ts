import { DNS_LABEL } from '../operator/dns-label';
import { INJECTION_LABEL, REVISION_LABEL } from '../rollout/names';
import type { LayerProblem } from './layer-problem';
import type { AllowRule, TeamNamespaceSpec } from './team-namespace';

/** The longest tag whose Service `istiod-revision-tag-<tag>` has a name that Kubernetes takes. */
const LONGEST_TAG = 43;

/** As revisions are called, after a version. */
const LIKE_A_REVISION = /^v?\d+-\d+(-|$)/;

/** A namespace, or hosts in one, or in all. */
const EGRESS = /^(\*|[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)(\/[^/]+)?$/;

const INJECTION = [REVISION_LABEL, INJECTION_LABEL];

type Found = Omit<LayerProblem, 'object'>;

/**
 * Everything in a team's namespace that is wrong before any object is made.
 * @param revisions - of the mesh, as far as they are known: none of them is a tag
 */
export function teamProblems(
  spec: TeamNamespaceSpec,
  revisions: readonly string[],
): LayerProblem[] {
  const object = `TeamNamespace ${spec.name}`;
  const names = (path: string, list: readonly { readonly name: string }[]) =>
    list.flatMap(({ name }, index) => nameProblems(`${path}[${String(index)}].name`, name, list));
  return [
    ...(DNS_LABEL.test(spec.name)
      ? []
      : [{ path: 'name', message: `found "${spec.name}", which is no name of a namespace` }]),
    ...injectionProblems(spec, revisions),
    ...labelProblems(spec),
    ...(spec.egress ?? [])
      .map((one, index) => ({ one, path: `egress[${String(index)}]` }))
      .filter(({ one }) => !EGRESS.test(one))
      .map(({ one, path }) => ({
        path,
        message: `found "${one}", must be a namespace, or <namespace>/<host>`,
      })),
    ...names('allow', spec.allow ?? []),
    ...names('mtls.exceptions', spec.mtls?.exceptions ?? []),
    ...(spec.mtls?.exceptions ?? []).flatMap(({ name, to }, index) => [
      ...(name === 'default'
        ? [
            {
              path: `mtls.exceptions[${String(index)}].name`,
              message:
                'found "default", which is the policy of the whole namespace; choose another',
            },
          ]
        : []),
      ...emptyLabels(`mtls.exceptions[${String(index)}].to`, to),
    ]),
    ...(spec.allow ?? []).flatMap((rule, index) => ruleProblems(`allow[${String(index)}]`, rule)),
    ...telemetryProblems(spec),
  ].map((found) => ({ object, ...found }));
}

function injectionProblems(
  { injection }: TeamNamespaceSpec,
  revisions: readonly string[],
): Found[] {
  // Specs come from data, too.
  if (injection === 'platform') return [];
  const tag: unknown = (injection as { tag?: unknown } | undefined)?.tag;
  const path = 'injection.tag';
  if (typeof tag !== 'string') {
    const message = `found ${JSON.stringify(injection)}, must be "platform" or { tag: <revision tag> }`;
    return [{ path: 'injection', message }];
  }
  if (!DNS_LABEL.test(tag) || tag.length > LONGEST_TAG) {
    return [
      {
        path,
        message: `found "${tag}", must be at most ${String(LONGEST_TAG)} lower-case letters, digits and "-"`,
      },
    ];
  }
  if (!revisions.includes(tag) && !LIKE_A_REVISION.test(tag)) return [];
  return [
    {
      path,
      message: `found "${tag}", which is a revision: a rollout would have to take the label from this stack; name a tag, or leave it to the "platform"`,
    },
  ];
}

function labelProblems({ labels = {}, injection }: TeamNamespaceSpec): Found[] {
  const keys = Object.keys(labels);
  return [
    ...keys
      .filter((key) => INJECTION.includes(key))
      .map((key) => ({
        path: `labels["${key}"]`,
        message: 'decides about injection; say it with "injection"',
      })),
    ...(injection === 'platform' && keys.length > 0
      ? [
          {
            path: 'labels',
            message: `found ${keys.join(', ')}, but the namespace is the platform's and not in this tree; leave them out`,
          },
        ]
      : []),
  ];
}

function nameProblems(
  path: string,
  name: string,
  all: readonly { readonly name: string }[],
): Found[] {
  if (!DNS_LABEL.test(name)) {
    return [{ path, message: `found "${name}", must be small letters, digits and "-"` }];
  }
  return all.filter((one) => one.name === name).length > 1
    ? [{ path, message: `found "${name}", which another has, too; their objects would be one` }]
    : [];
}

/** An empty list is every one to Istio in some places, and none in others. */
function ruleProblems(path: string, rule: AllowRule): Found[] {
  const lists = { from: rule.from, methods: rule.methods, paths: rule.paths, ports: rule.ports };
  return [
    ...Object.entries(lists).flatMap(([field, list]) =>
      list?.length === 0
        ? [{ path: `${path}.${field}`, message: 'is empty; name some, or leave the rule out' }]
        : [],
    ),
    ...(rule.name === 'nothing'
      ? [
          {
            path: `${path}.name`,
            message:
              'found "nothing", whose policy would replace the one that refuses all else; choose another',
          },
        ]
      : []),
    ...(rule.to === undefined ? [] : emptyLabels(`${path}.to`, rule.to)),
  ];
}

function emptyLabels(path: string, labels: Readonly<Record<string, string>>): Found[] {
  return Object.keys(labels).length > 0
    ? []
    : [{ path, message: 'is empty, which would be every pod of the namespace; name their labels' }];
}

function telemetryProblems({ telemetry }: TeamNamespaceSpec): Found[] {
  const share = telemetry?.tracing?.samplingPercent ?? 0;
  return share >= 0 && share <= 100
    ? []
    : [
        {
          path: 'telemetry.tracing.samplingPercent',
          message: `found ${String(share)}, must be percent from 0 to 100`,
        },
      ];
}
