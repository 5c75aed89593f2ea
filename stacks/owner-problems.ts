import type { LayerProblem } from '../lib/layers/layer-problem';
import type { TeamNamespaceSpec } from '../lib/layers/team-namespace';
import { DNS_LABEL } from '../lib/operator/dns-label';
import { REVISION_LABEL } from '../lib/rollout/names';
import { tagOfSpec } from '../lib/rollout/start/defaults';
import type { EnvironmentSpec } from './environments/environment';
import type { LayerSpecs } from './layer-specs';
import { discoveryProblems } from './namespace-problems';
import type { TeamSpec } from './teams/team';

type Found = Omit<LayerProblem, 'object'>;

/**
 * Everything about who has which namespace that would be two owners of one thing: two teams, a team and the platform, or a team and a
 * rollout.
 * @param specs - the teams of the environment, and all applications
 * @param everyTeam - also those of other environments, which an application may name
 */
export function ownerProblems(
  environment: EnvironmentSpec,
  { teams, apps }: LayerSpecs,
  everyTeam: readonly TeamSpec[],
): LayerProblem[] {
  return [
    ...teams.flatMap((team) => teamProblems(environment, team, teams)),
    ...namesakes('Team', teams),
    ...namesakes('Application', apps),
    ...apps.flatMap(({ name, team, traffic }) =>
      appProblems(traffic, team, everyTeam).map((found) => ({
        object: `Application ${name}`,
        ...found,
      })),
    ),
  ];
}

function teamProblems(
  environment: EnvironmentSpec,
  team: TeamSpec,
  teams: readonly TeamSpec[],
): LayerProblem[] {
  const { mesh } = environment;
  const platform = [mesh.namespace, ...mesh.gateways.map(({ namespace }) => namespace)];
  return team.namespaces.flatMap((namespace, index) => {
    const { name } = namespace;
    const path = `namespaces.${name}`;
    const others = teams.filter(
      (other) => other !== team && other.namespaces.some((one) => one.name === name),
    );
    const found: Found[] = [
      ...(platform.includes(name)
        ? [{ path, message: 'is a namespace of the control plane or of a gateway' }]
        : []),
      ...others.map((other) => ({
        path,
        message: `is team ${other.name}'s, too; one of them has it`,
      })),
      ...(team.namespaces.findIndex((one) => one.name === name) === index
        ? []
        : [{ path, message: 'is there twice' }]),
      ...labelProblems(environment, namespace, path),
    ];
    return found.map((one) => ({ object: `Team ${team.name}`, ...one }));
  });
}

function labelProblems(
  { mesh, rollout }: EnvironmentSpec,
  { name, injection, labels = {} }: TeamNamespaceSpec,
  path: string,
): Found[] {
  const isDeclared = mesh.namespaces?.some((one) => one.name === name) === true;
  if (injection === 'platform') {
    if (isDeclared) return [];
    const message =
      'found "platform", but the environment does not declare it, so nobody would label it; add it to mesh.namespaces';
    return [{ path: `${path}.injection`, message }];
  }
  const { tag } = injection;
  const known = { 'kubernetes.io/metadata.name': name, [REVISION_LABEL]: tag, ...labels };
  const wave = rollout?.waves.find((one) => 'namespaces' in one && one.namespaces.includes(name));
  const moved = rollout === undefined || wave === undefined ? null : tagOfSpec(rollout, wave);
  return [
    ...(isDeclared
      ? [
          {
            path: `${path}.injection`,
            message: `found tag "${tag}", but mesh.namespaces of the environment has it, too: both would label it; take it out of one`,
          },
        ]
      : []),
    ...(wave === undefined || moved === tag
      ? []
      : [
          {
            path: `${path}.injection`,
            message: `found tag "${tag}", but wave ${wave.name} would label it ${moved ?? rollout?.to ?? ''}; move the tag (mode "tag", tag "${tag}"), or leave the label to the "platform"`,
          },
        ]),
    ...discoveryProblems(mesh, `${path}.labels`, known).map(([where, message]) => ({
      path: where,
      message,
    })),
  ];
}

function appProblems(
  traffic: LayerSpecs['apps'][number]['traffic'],
  owner: string,
  teams: readonly TeamSpec[],
): Found[] {
  const team = teams.find(({ name }) => name === owner);
  if (team === undefined) {
    const known = teams.map(({ name }) => name).join(', ') || 'none';
    return [{ path: 'team', message: `found "${owner}", which there is not; there are ${known}` }];
  }
  const owned = team.namespaces.map(({ name }) => name);
  return traffic.flatMap(({ namespace, service }, index) =>
    owned.includes(namespace)
      ? []
      : [
          {
            path: `traffic[${String(index)}].namespace`,
            message: `found "${namespace}" (service ${service}), which is not team ${owner}'s; it has ${owned.join(', ')}`,
          },
        ],
  );
}

function namesakes(kind: string, all: readonly { readonly name: string }[]): LayerProblem[] {
  return all.flatMap(({ name }, index) => {
    const object = `${kind} ${name}`;
    if (!DNS_LABEL.test(name))
      return [{ object, path: 'name', message: 'must be small letters, digits and "-"' }];
    return all.findIndex((one) => one.name === name) === index
      ? []
      : [{ object, path: 'name', message: 'another is called so, whose stack it would be' }];
  });
}
