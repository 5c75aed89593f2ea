import {
  settingsVariable,
  strayVariables,
  type EnvironmentVariables,
} from '../lib/operator/environment-layer';
import { MINORS } from '../lib/generated/minors';
import { InvalidInputError, type Issue } from '../lib/operator/issue';
import { networkProblem } from '../lib/render/render-east-west-gateway';
import type { EnvironmentSpec, GatewaySpec } from './environments/environment';
import { revisionOf, versionOf } from '../lib/rollout/patch/version-of';
import { declaredGateways } from '../lib/rollout/wave-members';
import { controlPlaneProblems } from './control-plane-problems';
import { gatewayWaveProblems } from './gateway-wave-problems';
import { namespaceProblems } from './namespace-problems';
import { prometheusProblems } from './prometheus-problems';

/** The revisions that the lab can run. */
const LAB_REVISIONS: readonly string[] = MINORS.map((minor) => minor.replace('.', '-'));

/**
 * Checks what no single construct sees: names that must be unique, and revisions that must exist.
 * @throws InvalidInputError with every problem.
 */
export function requireValidEnvironment(environment: EnvironmentSpec): void {
  const issues = [
    ...revisionIssues(environment),
    ...baseIssues(environment),
    ...gatewayIssues(environment),
    ...waveIssues(environment),
    ...gatewayWaveIssues(environment),
    ...patchIssues(environment),
    ...networkIssues(environment),
    ...eastWestIssues(environment),
    ...prometheusIssues(environment),
    ...[...controlPlaneProblems(environment), ...namespaceProblems(environment)].map(
      ([path, message]) => issue(environment.name, path, message),
    ),
  ];
  if (issues.length > 0) throw new InvalidInputError(issues);
}

/**
 * Checks that each variable with settings for one revision names a revision of some environment.
 * @throws InvalidInputError naming each that does not.
 */
export function requireKnownVariables(
  variables: EnvironmentVariables,
  environments: readonly EnvironmentSpec[],
): void {
  const revisions = environments.flatMap(({ mesh }) => mesh.revisions.map((one) => one.revision));
  // The lab sets what each of its revisions needs, whichever of them are declared.
  const ofLab = (variables['ISTIO_REVISIONS_LAB'] ?? '') === '' ? [] : LAB_REVISIONS;
  const issues = strayVariables(variables, [...new Set([...revisions, ...ofLab])]);
  if (issues.length > 0) throw new InvalidInputError(issues);
}

/** What the source still names although a rollout removed it: it stays absent, which the reader should know. */
export function retiredWarnings(
  { name, mesh }: EnvironmentSpec,
  retired: readonly string[],
): string[] {
  return mesh.revisions
    .filter(({ revision }) => retired.includes(revision))
    .map(
      ({ revision }) =>
        `${name}: revision ${revision} was removed by a rollout and stays absent; take it out of mesh.revisions`,
    );
}

function revisionIssues({ name, mesh }: EnvironmentSpec): Issue[] {
  // Two revisions that differ only in what a variable's name cannot say would share its settings.
  return repeated(mesh.revisions.map(({ revision }) => settingsVariable(revision))).map(
    (variable) =>
      issue(name, 'mesh.revisions', `two revisions are called alike (both are set by ${variable})`),
  );
}

function baseIssues({ name, mesh }: EnvironmentSpec): Issue[] {
  const { version, defaultRevision } = mesh.base;
  const newer = mesh.revisions.filter((one) => compareVersions(one.version, version) > 0);
  const issues = newer.map((one) =>
    issue(
      name,
      'mesh.base.version',
      `found ${version}, but revision "${one.revision}" is ${one.version}: the base must be as new as the newest revision, since its CRDs serve all`,
    ),
  );
  const declared = mesh.revisions.map(({ revision }) => revision);
  if (defaultRevision !== 'none' && !declared.includes(defaultRevision)) {
    issues.push(
      issue(
        name,
        'mesh.base.defaultRevision',
        `found "${defaultRevision}", must be "none" or a declared revision: ${declared.join(', ')}; a validator without an istiod makes Istio objects unwritable`,
      ),
    );
  }
  return issues;
}

function gatewayIssues({ name, mesh }: EnvironmentSpec): Issue[] {
  const declared = mesh.revisions.map(({ revision }) => revision);
  const paths = mesh.gateways.map(pathOf);
  return [
    ...repeated(paths).map((path) =>
      issue(name, 'mesh.gateways', `two gateways are called ${path}`),
    ),
    ...mesh.gateways
      .filter(({ revision }) => !declared.includes(revision))
      .map((gateway) =>
        issue(
          name,
          `mesh.gateways.${pathOf(gateway)}.revision`,
          `found "${gateway.revision}", which is not declared; declared: ${declared.join(', ')}`,
        ),
      ),
  ];
}

/** The engine moves a gateway by its declaration: one that is not declared would never arrive. */
function waveIssues({ name, mesh, rollout }: EnvironmentSpec): Issue[] {
  const declared = mesh.gateways.map(pathOf);
  return (rollout?.waves ?? []).flatMap((wave) =>
    declaredGateways([wave])
      .map((gateway) => `${gateway.namespace}/${gateway.name}`)
      .filter((path) => !declared.includes(path))
      .map((path) =>
        issue(
          name,
          `rollout.waves.${wave.name}`,
          `found gateway "${path}", which is not declared in mesh.gateways; declared: ${declared.join(', ') || 'none'}`,
        ),
      ),
  );
}

function gatewayWaveIssues({ name, mesh, rollout }: EnvironmentSpec): Issue[] {
  if (rollout === undefined) return [];
  const gateways = new Map(mesh.gateways.map((gateway) => [pathOf(gateway), gateway]));
  return rollout.waves.flatMap((wave) =>
    gatewayWaveProblems(wave, gateways, rollout).map((problem) =>
      issue(name, `rollout.waves.${wave.name}`, problem),
    ),
  );
}

/** A patch changes the declared version last: what is declared is where it ends. */
function patchIssues({ name, mesh, rollout }: EnvironmentSpec): Issue[] {
  const version = rollout === undefined ? null : versionOf(rollout.to);
  if (rollout === undefined || version === null) return [];
  const patched = mesh.revisions.find(({ revision }) => revision === revisionOf(rollout.to));
  const waved = declaredGateways(rollout.waves).map(
    ({ namespace, name: own }) => `${namespace}/${own}`,
  );
  const left = mesh.gateways.filter(
    (gateway) => gateway.revision === patched?.revision && !waved.includes(pathOf(gateway)),
  );
  return [
    ...(patched === undefined || patched.version === version
      ? []
      : [
          issue(
            name,
            `mesh.revisions.${patched.revision}.version`,
            `found ${patched.version}, must be ${version}, where rollout.to "${rollout.to}" ends: until the rollout begins, the revision stays at ${versionOf(rollout.from) ?? ''}`,
          ),
        ]),
    ...(patched?.tag === undefined
      ? []
      : [
          issue(
            name,
            `mesh.revisions.${patched.revision}.tag`,
            `found "${patched.tag}", but a patch changes the images by the version: leave it out`,
          ),
        ]),
    ...left.map((gateway) =>
      issue(
        name,
        'rollout.waves',
        `gateway ${pathOf(gateway)} is on "${gateway.revision}" and in no wave: it would restart with istiod; put it into a wave`,
      ),
    ),
  ];
}

function networkIssues({ name, mesh }: EnvironmentSpec): Issue[] {
  const { network } = mesh;
  if (network === undefined) return [];
  const problem = networkProblem(network);
  const others = mesh.revisions.flatMap(({ revision, values }) => {
    const found = values?.global?.network;
    if (found === undefined || found === network) return [];
    return [
      issue(
        name,
        `mesh.revisions.${revision}.values.global.network`,
        `found ${JSON.stringify(found)}, but mesh.network is "${network}": leave it out, since mesh.network sets it`,
      ),
    ];
  });
  return [...(problem === null ? [] : [issue(name, 'mesh.network', problem)]), ...others];
}

function eastWestIssues({ name, mesh }: EnvironmentSpec): Issue[] {
  const eastWest = mesh.gateways.filter((gateway) => gateway.eastWest === true);
  const exposing = mesh.gateways.filter((gateway) => gateway.exposeIstiod === true);
  const unconnected = mesh.network === undefined ? eastWest : [];
  const namesakes = eastWest.flatMap((gateway) =>
    mesh.gateways
      .filter((other) => other.name === gateway.name && other.namespace !== gateway.namespace)
      .map((other) => ({ gateway, other })),
  );
  return [
    ...unconnected.map((gateway) =>
      issue(
        name,
        `mesh.gateways.${pathOf(gateway)}.eastWest`,
        'found true, but mesh.network is missing: name the network that the gateway leads to',
      ),
    ),
    ...eastWest
      .filter(({ servers = [] }) => servers.length > 0)
      .map((gateway) =>
        issue(
          name,
          `mesh.gateways.${pathOf(gateway)}.servers`,
          'found some, but an east-west gateway listens to the other networks only; leave them out',
        ),
      ),
    ...exposing
      .filter(({ eastWest }) => eastWest !== true)
      .map((gateway) =>
        issue(
          name,
          `mesh.gateways.${pathOf(gateway)}.exposeIstiod`,
          'found true, but only an east-west gateway has the ports 15012 and 15017: set eastWest, or leave it out',
        ),
      ),
    ...namesakes.map(({ gateway, other }) =>
      issue(
        name,
        `mesh.gateways.${pathOf(gateway)}.name`,
        `${pathOf(other)} is called the same, so the mesh would be exposed there too, since labels select pods of every namespace; rename one`,
      ),
    ),
  ];
}

function pathOf({ namespace, name }: GatewaySpec): string {
  return `${namespace}/${name}`;
}

function prometheusIssues({ name, rollout, prometheus }: EnvironmentSpec): Issue[] {
  if (prometheus !== undefined) {
    return prometheusProblems(prometheus).map(([field, message]) =>
      issue(name, `prometheus.${field}`, message),
    );
  }
  if (rollout?.metrics === undefined) return [];
  return [
    issue(
      name,
      'prometheus',
      'missing, although rollout.metrics has limits: set { url } or { namespace, service, port }',
    ),
  ];
}

/** Compares by number, part by part; a suffix such as `-rc.1` is left out. */
function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) =>
    (version.split('-')[0] ?? '').split('.').map(Number),
  );
  for (let part = 0; part < 3; part += 1) {
    const difference = (left?.[part] ?? 0) - (right?.[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function repeated(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

function issue(environment: string, path: string, message: string): Issue {
  return {
    code: 'invalid-environment',
    severity: 'error',
    path: `${environment}: ${path}`,
    message,
  };
}
