import type { HandedTree } from './handed-tree';
import type { MappedResource } from './map-tree';
import { hasInputs, type ProviderInputs } from './provider-inputs';
import { PROVIDER_NAME } from './provider-name';
import { sourceDigest } from './source-digest';
import { SOURCE_OUTPUT, type StackState } from './stack-state';

/** What one update brings about. */
export interface Update {
  /** Everything that the stack is to hold afterwards. */
  readonly resources: readonly MappedResource[];
  /**
   * Labels of namespaces, where nothing else of it changes: they go alone while everything else stays as it is, unseen, if the
   * provider that the stack remembers leads to the cluster still.
   */
  readonly part?: readonly MappedResource[];
  /**
   * Whether the engine reads every object first: what drifted is no difference to what it wrote down.
   * @default false
   */
  readonly refresh?: boolean;
}

/** Whose run it is. */
export interface RunPlace {
  readonly project: string;
  readonly stack: string;
  /** What the provider would be given now. */
  readonly inputs: ProviderInputs;
}

/** One run of the engine: what its program registers, and how far it reaches. */
export interface EngineRun extends HandedTree {
  readonly flags: readonly string[];
  /**
   * Whether the engine writes its state for every object, twice, and not only at its end. What it has made when it is killed is
   * then in no state; of labels that loses nothing, since they are compared with the cluster and stay there whoever forgets them.
   */
  readonly checkpoints: boolean;
}

/** The run that an update needs, for a stack as it is. */
export function engineRun(
  { resources, part, refresh = false }: Update,
  { provider, outputs }: StackState,
  place: RunPlace,
): EngineRun {
  const looking = refresh ? ['--refresh'] : [];
  const seen = outputs[SOURCE_OUTPUT];
  // The provider is no target: everything hangs on it, and would count as left out on purpose.
  const { inputs } = place;
  const isKnown = provider !== null && hasInputs(provider.inputs, inputs);
  if (part === undefined || !isKnown || typeof seen !== 'string')
    return {
      resources,
      provider: inputs,
      source: sourceDigest(resources),
      flags: looking,
      checkpoints: true,
    };
  const targets = part.map(({ type, name }) => targetFlag(place, type, name));
  // The rest was not seen, so the next whole update still has to look at it.
  return {
    resources: part,
    provider: inputs,
    source: seen,
    flags: [...looking, ...targets],
    checkpoints: false,
  };
}

/** The first run of a stack that is to remember what exists: its provider only. */
export function providerRun(place: RunPlace): EngineRun {
  const flags = [targetFlag(place, 'pulumi:providers:kubernetes', PROVIDER_NAME)];
  return { resources: [], provider: place.inputs, source: '', flags, checkpoints: true };
}

function targetFlag({ project, stack }: RunPlace, type: string, name: string): string {
  return `--target=urn:pulumi:${stack}::${project}::${type}::${name}`;
}
