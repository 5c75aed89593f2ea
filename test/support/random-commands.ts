import fc from 'fast-check';
import type { CommandType } from '../../lib/rollout/commands/command';
import type { SimWrite } from '../../lib/simulate/sim-write';
import { FROM, TO } from './rollout-builders';
import { WRITE_FAULTS, type WriteFault } from './sim-play';
import { STALE_KINDS } from './stale-reads';

type Kind = (typeof STALE_KINDS)[number];

/** Something that happens to a rollout; `steps` says for how many of its driver's steps. */
export type SimCommand =
  | { readonly do: 'strike'; readonly fault: WriteFault }
  | { readonly do: 'stale'; readonly kind: Kind; readonly looks: number; readonly steps: number }
  | { readonly do: 'hide'; readonly kind: Kind; readonly steps: number }
  | { readonly do: 'forbid'; readonly type: SimWrite['type']; readonly steps: number }
  | { readonly do: 'label'; readonly place: number; readonly revision: string | null }
  | { readonly do: 'gitops'; readonly place: number; readonly steps: number }
  | { readonly do: 'delete'; readonly place: number }
  | { readonly do: 'create'; readonly place: number }
  | { readonly do: 'unready'; readonly place: number }
  | { readonly do: 'clock'; readonly hours: number }
  | { readonly do: 'kill' }
  | { readonly do: 'rival'; readonly steps: number }
  | { readonly do: 'other spec' }
  | { readonly do: 'tell'; readonly type: CommandType }
  | { readonly do: 'istiod'; readonly revision: string; readonly steps: number }
  | { readonly do: 'engine'; readonly steps: number }
  | { readonly do: 'quota'; readonly place: number; readonly steps: number }
  | { readonly do: 'api'; readonly steps: number };

/** A command, and how many steps after the one before it happens. */
export type Timed = SimCommand & { readonly after: number };

const steps = fc.integer({ min: 1, max: 40 });
const place = fc.nat({ max: 5 });
const kind = fc.constantFrom(...STALE_KINDS);
const revision = fc.constantFrom(FROM, TO);

const command: fc.Arbitrary<SimCommand> = fc.oneof(
  fc.record({ do: fc.constant('strike' as const), fault: fc.constantFrom(...WRITE_FAULTS) }),
  fc.record({
    do: fc.constant('stale' as const),
    kind,
    looks: fc.integer({ min: 1, max: 5 }),
    steps,
  }),
  fc.record({ do: fc.constant('hide' as const), kind, steps }),
  fc.record({
    do: fc.constant('forbid' as const),
    type: fc.constantFrom('action' as const, 'object' as const),
    steps,
  }),
  fc.record({ do: fc.constant('label' as const), place, revision: fc.option(revision) }),
  fc.record({ do: fc.constant('gitops' as const), place, steps }),
  fc.record({ do: fc.constant('delete' as const), place }),
  fc.record({ do: fc.constant('create' as const), place }),
  fc.record({ do: fc.constant('unready' as const), place }),
  fc.record({ do: fc.constant('clock' as const), hours: fc.constantFrom(-1, 1) }),
  fc.constant({ do: 'kill' as const }),
  fc.record({ do: fc.constant('rival' as const), steps }),
  fc.constant({ do: 'other spec' as const }),
  fc.record({
    do: fc.constant('tell' as const),
    type: fc.constantFrom<CommandType>('pause', 'resume', 'rollback', 'approve'),
  }),
  fc.record({ do: fc.constant('istiod' as const), revision, steps }),
  fc.record({ do: fc.constant('engine' as const), steps }),
  fc.record({ do: fc.constant('quota' as const), place, steps }),
  fc.record({ do: fc.constant('api' as const), steps: fc.integer({ min: 1, max: 10 }) }),
);

/** Sequences of what goes wrong; they shrink to the shortest that still shows a failure. */
export const commandSequences: fc.Arbitrary<readonly Timed[]> = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 30 }), command).map(([after, one]) => ({ ...one, after })),
  { maxLength: 8 },
);

/** Labels that people set, and namespaces that they make, are theirs: what follows from them breaks no rule of ours. */
const BY_PEOPLE: readonly SimCommand['do'][] = ['label', 'gitops', 'delete', 'create'];

/** Whether what people did may keep a rollout from ending by itself: their labels are theirs. */
export function isByPeople(commands: readonly Timed[]): boolean {
  return commands.some((one) => BY_PEOPLE.includes(one.do));
}
