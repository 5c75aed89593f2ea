import type { RolloutSpec } from '../rollout-spec';
import { gatewayName } from '../gateway-api/gateway-name';
import { declaredGatewayApis } from '../wave-members';
import { isPatch, revisionOf, versionOf } from './version-of';

/** A patch release of Istio; a revision never changes its minor. */
const VERSION = /^(\d+\.\d+)\.\d+(-(alpha|beta|rc)\.\d+)?$/;

/** Whether either end of a rollout names a version. */
export function isPatchNamed({ from, to }: RolloutSpec): boolean {
  return versionOf(from) !== null || versionOf(to) !== null;
}

/** Everything that is wrong with a rollout that names versions, by itself. */
export function patchProblems(spec: RolloutSpec, revisions: readonly string[]): string[] {
  const { from, to } = spec;
  if (!isPatch(spec) || versionOf(from) === null) {
    return [
      `from "${from}" and to "${to}": a version is named only where both are the same revision, as 1-30@1.30.3 and 1-30@1.30.4; another revision has the version that is declared for it`,
    ];
  }
  const revision = revisionOf(to);
  const isDeclared = revisions.map(revisionOf).includes(revision);
  return [
    ...(isDeclared
      ? []
      : [
          `to: revision "${revision}" is not declared; declared: ${revisions.join(', ') || 'none'}`,
        ]),
    ...versionProblems(spec),
    ...policyProblems(spec),
  ];
}

function versionProblems({ from, to }: RolloutSpec): string[] {
  const ends = { from: versionOf(from) ?? '', to: versionOf(to) ?? '' };
  const malformed = Object.entries(ends)
    .filter(([, version]) => !VERSION.test(version))
    .map(([name, version]) => `${name}: "${version}" is no Istio version such as 1.30.4`);
  if (malformed.length > 0) return malformed;
  if (ends.from === ends.to) return [`from and to are both "${from}"`];
  const [before, after] = [ends.from, ends.to].map((version) => VERSION.exec(version)?.[1]);
  return before === after
    ? []
    : [
        `from ${ends.from} and to ${ends.to} are of different minors; declare a new revision for ${ends.to} beside ${revisionOf(from)}, and roll out to that`,
      ];
}

/** What a patch cannot do: no label moves, and nothing of the old version is left that something could stay on. */
function policyProblems(spec: RolloutSpec): string[] {
  const { mode, rollback, removal, default: leading } = spec;
  return [
    ...shareProblems(spec),
    ...declaredGatewayApis(spec.waves).map(
      (gateway) =>
        `${gatewayName(gateway)}: in a patch the new istiod of its revision replaces its pods as soon as it starts, before any wave; leave it out, or declare a new revision and roll out to that`,
    ),
    ...(mode === 'tag'
      ? ['mode: a patch moves no label and no tag; leave it out: tags of the revision go along']
      : []),
    ...(rollback === 'wave'
      ? ['rollback: its istiods go back as a whole, and every wave with them; leave it out']
      : []),
    ...(leading === 'move'
      ? ['default: what leads to the revision leads to it at every version; leave it out']
      : []),
    ...(removal !== undefined && removal !== 'keep'
      ? ['removal: a patch removes no revision; leave it out']
      : []),
  ];
}

/** A gateway of a patch has its one Deployment, of its revision, before and after. */
function shareProblems({ waves }: RolloutSpec): string[] {
  return waves.flatMap((wave) =>
    'gateways' in wave && wave.shares?.some((share) => share < 100) === true
      ? [
          `wave ${wave.name}: a patch changes gateways in place, so they cannot take shares of their traffic; leave out shares`,
        ]
      : [],
  );
}
