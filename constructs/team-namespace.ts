import { Construct } from 'constructs';
import { layerObjects } from '../lib/layers/layer-objects';
import { layerProblems } from '../lib/layers/layer-problems';
import { renderTeamNamespace } from '../lib/layers/render-team-namespace';
import { requireNoProblems } from '../lib/layers/require-no-problems';
import type { TeamNamespaceSpec } from '../lib/layers/team-namespace';
import { teamProblems } from '../lib/layers/team-problems';
import type { KubeObject } from '../lib/render/kube-object';
import { TREE_MARK } from '../lib/tree-mark';
import { addObjects } from './add-objects';

/** The namespace of a team, and the mesh that it is in. */
export interface TeamNamespaceProps extends TeamNamespaceSpec {
  /** Namespace of the control plane. @default 'istio-system' */
  readonly controlPlane?: string;
  /** Revisions of the mesh, none of which is a tag. @default those that are called after a version */
  readonly revisions?: readonly string[];
}

/**
 * The namespace of a team in the mesh, closed until something is opened: its proxies know its own services, and nobody is let in without
 * mutual TLS, and without a rule that says so. It makes a `Sidecar`, a `PeerAuthentication`, an `AuthorizationPolicy` that lets nothing
 * in and one for each rule, and where they are asked for a `Telemetry`, a `ResourceQuota`, a `LimitRange`, a `Role` and its binding.
 *
 * The `Namespace` is among them with `injection: { tag }`, protected, so that no stack removes it by accident. With
 * `injection: 'platform'` it is the platform's (`mesh.namespaces` of the environment), which makes it with its label and moves it.
 *
 * None of these is labelled for a revision: the istiods of all revisions read them, and a rollout changes nothing of them.
 *
 * @example
 * new TeamNamespace(this, 'shop', {
 *   name: 'shop',
 *   injection: 'platform',
 *   egress: ['pay'],
 *   allow: [{ name: 'users', from: [{ gateway: { namespace: 'gateways', name: 'ingress' } }] }],
 * });
 * @see https://istio.io/latest/docs/ops/best-practices/security/
 */
export class TeamNamespace extends Construct {
  /** @throws InvalidInputError with everything about it that would not do what it says. */
  constructor(scope: Construct, id: string, props: TeamNamespaceProps) {
    super(scope, id);
    const { controlPlane = 'istio-system', revisions = [], ...spec } = props;
    const objects = renderTeamNamespace(spec, controlPlane);
    const problems = [...teamProblems(spec, revisions), ...layerProblems(layerObjects(objects))];
    requireNoProblems(problems, 'invalid-team', this.node.path);
    for (const { node, kind } of addObjects(this, objects as unknown as readonly KubeObject[])) {
      if (kind !== 'Namespace') continue;
      node.addMetadata(TREE_MARK.keep, true);
      // Rollouts own a label of it.
      node.addMetadata(TREE_MARK.shared, true);
    }
  }
}
