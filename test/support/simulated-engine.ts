import { isDeepStrictEqual } from 'node:util';
import type { Engine, EngineResult } from '../../lib/deploy/engine';
import type { KubeBody, MappedResource } from '../../lib/deploy/map-tree';
import { sourceDigest } from '../../lib/deploy/source-digest';
import { SOURCE_OUTPUT, type StateResource } from '../../lib/deploy/stack-state';
import { DONE } from './deploy-ports';
import type { SimulatedCluster } from './simulated-cluster';

/** Where a run of the engine is cut off. */
export interface Kill {
  /** How many objects are written or deleted before. */
  readonly after: number;
  /** Whether the next one still is, without being written down as done. */
  readonly halfDone: boolean;
}

class Killed extends Error {}

type UpdateOf = Parameters<Engine['up']>[0];

/** What Pulumi does to a cluster: it compares with what it wrote down, not with what lives, unless it is told to look. */
export class SimulatedEngine implements Engine {
  readonly #cluster: SimulatedCluster;
  readonly #records = new Map<string, StateResource>();
  #source: string | null = null;
  #left = Infinity;
  #halfDone = false;

  constructor(cluster: SimulatedCluster) {
    this.#cluster = cluster;
  }

  /** Cuts the next run off. */
  killNext({ after, halfDone }: Kill): void {
    [this.#left, this.#halfDone] = [after, halfDone];
  }

  /** As somebody who deletes the file that it is in. */
  loseState(): void {
    this.#records.clear();
    this.#source = null;
  }

  readonly state: Engine['state'] = () =>
    Promise.resolve({
      resources: [...this.#records.values()],
      outputs: this.#source === null ? {} : { [SOURCE_OUTPUT]: this.#source },
      provider: null,
    });

  readonly remember: Engine['remember'] = (existing) => {
    for (const resource of existing) this.#record(resource, { unsettled: true });
    return Promise.resolve();
  };

  readonly remove: Engine['remove'] = () => Promise.resolve();

  readonly up = ({ resources, refresh = false }: UpdateOf): Promise<EngineResult> => {
    const diagnostics = this.#run(resources, refresh);
    this.#left = Infinity;
    return Promise.resolve({ ...DONE, ok: diagnostics.length === 0, diagnostics });
  };

  #run(resources: readonly MappedResource[], refresh: boolean): string[] {
    try {
      if (refresh) this.#forgetDeleted();
      for (const resource of resources) this.#bring(resource, refresh);
      const wanted = new Set(resources.map(({ key }) => key));
      for (const [key, record] of this.#records) if (!wanted.has(key)) this.#drop(key, record);
      this.#source = sourceDigest(resources);
      return [];
    } catch (error) {
      if (error instanceof Killed) return ['killed'];
      return [(error as Error).message];
    }
  }

  #forgetDeleted(): void {
    for (const [key, { inputs }] of this.#records)
      if (!this.#cluster.has(inputs as unknown as KubeBody)) this.#records.delete(key);
  }

  #bring(resource: MappedResource, refresh: boolean): void {
    const { key, body } = resource;
    const record = this.#records.get(key);
    if (record === undefined && this.#cluster.has(body)) throw new Error(`${key} already exists`);
    const { live, applied } = this.#cluster.inspect(resource);
    const isAsRecorded = isDeepStrictEqual(record?.inputs, body) && record?.unsettled === false;
    const isAsItLives = !refresh || isDeepStrictEqual(valuesOf(live), valuesOf(applied));
    if (isAsRecorded && isAsItLives) return;
    this.#step(
      () => {
        const conflicts = this.#cluster.apply(body);
        if (conflicts.length > 0) throw new Error(`conflict with "${conflicts[0]?.manager ?? ''}"`);
      },
      // What was cut off is sent once more by the next run, see `settlePending`.
      () => {
        const sent = (record?.inputs as KubeBody | undefined) ?? body;
        this.#record({ ...resource, body: sent }, { unsettled: true });
      },
    );
    this.#record(resource, { unsettled: false });
  }

  #drop(key: string, { inputs, retainOnDelete }: StateResource): void {
    this.#step(() => {
      if (!retainOnDelete) this.#cluster.delete(inputs as unknown as KubeBody);
    });
    this.#records.delete(key);
  }

  #step(work: () => void, halfDone: () => void = () => undefined): void {
    if (this.#left === 0) {
      if (!this.#halfDone) throw new Killed();
      work();
      halfDone();
      throw new Killed();
    }
    this.#left -= 1;
    work();
  }

  #record(
    { key, type, name, body, protect, retainOnDelete }: MappedResource,
    { unsettled }: { readonly unsettled: boolean },
  ): void {
    const urn = `urn:pulumi:dev::mesh::${type}::${name}`;
    this.#records.set(key, { urn, type, name, inputs: body, protect, retainOnDelete, unsettled });
  }
}

function valuesOf(object: { readonly metadata: object } | null): object | null {
  return object === null
    ? null
    : { ...object, metadata: { ...object.metadata, managedFields: [] } };
}
