import { generationOf } from '../rollout/gateway-generation';
import { revisionOf, versionOf } from '../rollout/patch/version-of';
import type { RolloutPosition } from '../rollout/position';
import { gatewayNamed } from '../rollout/wave-members';
import type { GatewayWrite } from './gateway-write';
import { namespaceOf } from './namespace-of';
import { setMoving } from './set-moving';
import type { SimState, SimWorkload } from './sim-state';

type GenerationWrite = Extract<GatewayWrite, { readonly type: 'generation' }>;

type Generation = Pick<GenerationWrite, 'key' | 'revision'>;

/**
 * What an engine run writes of gateways: their generations, then the addresses, and at last what is no generation any more. It does
 * not wait for pods in between, so whoever sends it has to know that they are ready.
 */
export function gatewayWrites(
  state: SimState,
  { gateways }: RolloutPosition,
  refresh: boolean,
): GatewayWrite[] {
  const places = Object.entries(gateways).filter(([key]) => key in state.gateways);
  const made = places.flatMap(([key, { generations }]) =>
    Object.entries(generations)
      .map(([revision, share]) => ({ type: 'generation', key, revision, share }) as const)
      .filter((write) => (refresh ? !isThere(state, write) : !isWritten(state, write))),
  );
  const led = places
    .filter(([key, { serving }]) =>
      refresh
        ? state.gateways[key]?.serving !== bare(serving)
        : state.written[addressKey(key)] !== String(bare(serving)),
    )
    .map(([key, { serving }]) => ({ type: 'address', key, serving: bare(serving) }) as const);
  const dropped = places.flatMap(([key, { generations }]) => {
    const kept = Object.keys(generations).map(revisionOf);
    return generationsIn(state, key)
      .filter((revision) => !kept.includes(revision))
      .map((revision) => ({ type: 'drop-generation', key, revision }) as const);
  });
  return [...made, ...led, ...dropped];
}

/** Makes a generation, or brings the one that is there to a revision and its replicas. */
export function giveGeneration(state: SimState, write: GenerationWrite): void {
  const { namespace, name } = generationOf(gatewayNamed(write.key), write.revision);
  const home = namespaceOf(state, namespace);
  if (home === undefined) return;
  const replicas = replicasOf(state, write);
  setMoving(state, namespace);
  const live = workloadOf(state, write);
  if (live !== undefined) {
    // The chart's own version is a part of the pod template.
    if (!isAt(live, write.revision)) live.generation += 1;
    live.templateRev = revisionOf(write.revision);
    live.chart = versionOf(write.revision);
    live.replicas = replicas;
    return;
  }
  state.counter += 1;
  home.workloads.push({
    kind: 'Deployment',
    namespace,
    name,
    uid: `uid-${name}-${String(state.counter)}`,
    replicas,
    unrestartable: null,
    replacedBy: 'template',
    restart: null,
    templateRev: revisionOf(write.revision),
    chart: versionOf(write.revision),
    generation: 1,
    pods: [],
  });
}

/** Lets an address lead to one generation, or to all of them. */
export function leadTo(state: SimState, key: string, serving: string | null): void {
  const gateway = state.gateways[key];
  if (gateway !== undefined) state.gateways[key] = { ...gateway, serving };
}

/** Deletes a generation with its pods. */
export function dropGeneration(state: SimState, generation: Generation): void {
  const workload = workloadOf(state, generation);
  const home = namespaceOf(state, workload?.namespace ?? '');
  if (workload === undefined || home === undefined) return;
  for (const pod of workload.pods) pod.goneAt ??= state.now;
  if (state.traffic !== null) state.gone.push(...workload.pods);
  home.workloads.splice(home.workloads.indexOf(workload), 1);
}

/** The pods that are ready behind the address of a gateway. */
export function endpointsOf(state: SimState, key: string): readonly string[] {
  const serving = state.gateways[key]?.serving ?? null;
  const revisions = serving === null ? generationsIn(state, key) : [serving];
  return revisions.flatMap((revision) => readyOf(state, { key, revision }));
}

/** The pods of a generation that are ready. */
export function readyOf(state: SimState, generation: Generation): readonly string[] {
  return (workloadOf(state, generation)?.pods ?? [])
    .filter(({ readyAt, goneAt }) => readyAt !== null && goneAt === null)
    .map(({ name }) => name);
}

/** The revisions that a gateway has a generation of. */
export function generationsIn(state: SimState, key: string): readonly string[] {
  const { namespace } = gatewayNamed(key);
  const workloads = namespaceOf(state, namespace)?.workloads ?? [];
  return workloads.flatMap(({ name, templateRev }) =>
    templateRev !== null && generationOf(gatewayNamed(key), templateRev).name === name
      ? [templateRev]
      : [],
  );
}

export function generationKey({ key, revision }: Generation): string {
  return `Generation ${key} ${revisionOf(revision)}`;
}

export function generationText({
  revision,
  share,
}: Pick<GenerationWrite, 'revision' | 'share'>): string {
  return `${revision} ${String(share)}`;
}

export function addressKey(key: string): string {
  return `Address ${key}`;
}

function isWritten({ written }: SimState, write: GenerationWrite): boolean {
  return written[generationKey(write)] === generationText(write);
}

function isThere(state: SimState, write: GenerationWrite): boolean {
  const live = workloadOf(state, write);
  return (
    live !== undefined && isAt(live, write.revision) && live.replicas === replicasOf(state, write)
  );
}

function isAt({ templateRev, chart }: SimWorkload, end: string): boolean {
  return templateRev === revisionOf(end) && chart === versionOf(end);
}

/** Beside the old replicas so many take the share; all of them from a half on. */
function replicasOf(
  { gateways }: SimState,
  { key, share }: Pick<GenerationWrite, 'key' | 'share'>,
): number {
  const whole = gateways[key]?.replicas ?? 1;
  return share === 100 ? whole : Math.max(1, Math.round((whole * share) / (100 - share)));
}

function workloadOf(state: SimState, { key, revision }: Generation): SimWorkload | undefined {
  const { namespace, name } = generationOf(gatewayNamed(key), revision);
  return namespaceOf(state, namespace)?.workloads.find((one) => one.name === name);
}

function bare(end: string | null): string | null {
  return end === null ? null : revisionOf(end);
}
