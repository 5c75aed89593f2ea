import type { ExportedStack } from './pending-operations';

/** One object as a stack remembers it. */
export interface StateResource {
  readonly urn: string;
  /** `kubernetes:<group|core>/<version>:<Kind>` */
  readonly type: string;
  /** `<namespace>/<name>` or `<name>` */
  readonly name: string;
  /** What was sent last; secret values are unreadable here. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly protect: boolean;
  /** Whether its removal from the source leaves the object in the cluster. */
  readonly retainOnDelete: boolean;
  /** Whether it was written but not seen ready: the next update sends it again. */
  readonly unsettled: boolean;
}

/** A stack's provider. */
export interface StateProvider {
  /** How resources name it. */
  readonly reference: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Name of the stack's output that says which source it was last updated from as a whole. */
export const SOURCE_OUTPUT = 'source';

/** What a stack remembers of its last update. */
export interface StackState {
  readonly resources: readonly StateResource[];
  readonly outputs: Readonly<Record<string, unknown>>;
  /** `null` before the first update. */
  readonly provider: StateProvider | null;
}

/** What a stack remembers that was never updated. */
export const EMPTY_STACK: StackState = { resources: [], outputs: {}, provider: null };

interface ExportedResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  readonly initErrors?: readonly string[];
  /** A replacement's remains, to be deleted by the next update. */
  readonly delete?: boolean;
}

/** Reads what `pulumi stack export` prints. */
export function parseStackState(stack: ExportedStack): StackState {
  const exported = (stack.deployment?.resources ?? []) as readonly ExportedResource[];
  // A replacement has the address of its remains; whoever reads on keeps what comes last.
  const all = [...exported.filter(isRemains), ...exported.filter((one) => !isRemains(one))];
  const provider = all.find(({ type }) => type === 'pulumi:providers:kubernetes');
  return {
    resources: all.filter(({ type }) => type.startsWith('kubernetes:')).map(toResource),
    outputs: all.find(({ type }) => type === 'pulumi:pulumi:Stack')?.outputs ?? {},
    provider:
      provider === undefined
        ? null
        : { reference: `${provider.urn}::${provider.id ?? ''}`, inputs: provider.inputs ?? {} },
  };
}

function isRemains({ delete: isLeaving }: ExportedResource): boolean {
  return isLeaving === true;
}

function toResource(resource: ExportedResource): StateResource {
  return {
    urn: resource.urn,
    type: resource.type,
    name: resource.urn.split('::').at(-1) ?? resource.urn,
    inputs: resource.inputs ?? {},
    protect: resource.protect ?? false,
    retainOnDelete: resource.retainOnDelete ?? false,
    unsettled: (resource.initErrors ?? []).length > 0 || isRemains(resource),
  };
}
