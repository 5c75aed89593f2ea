import { RANK } from '../traced';
import { componentsOf, rankOf } from './components-of';
import { issueAt } from './issue-at';
import { elementsOf, jsonAt, textOf } from '../json-at';
import type { Rule } from './rule';
import { shown } from '../shown';

/** What objects of the charts have as their version, by kind. */
const VERSIONS: Readonly<Record<string, string>> = {
  ClusterRole: 'rbac.authorization.k8s.io/v1',
  ClusterRoleBinding: 'rbac.authorization.k8s.io/v1',
  ConfigMap: 'v1',
  CustomResourceDefinition: 'apiextensions.k8s.io/v1',
  DaemonSet: 'apps/v1',
  Deployment: 'apps/v1',
  EndpointSlice: 'discovery.k8s.io/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
  MutatingWebhookConfiguration: 'admissionregistration.k8s.io/v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  PodDisruptionBudget: 'policy/v1',
  ResourceQuota: 'v1',
  Role: 'rbac.authorization.k8s.io/v1',
  RoleBinding: 'rbac.authorization.k8s.io/v1',
  Service: 'v1',
  ServiceAccount: 'v1',
  ValidatingWebhookConfiguration: 'admissionregistration.k8s.io/v1',
};

/**
 * Versions in overlays that the objects do not have. Nothing looks at them, so that the overlay is carried out all the same.
 * @see https://github.com/istio/istio/blob/1.31.0/operator/pkg/render/postprocess.go
 */
export const overlayVersions: Rule = (context) =>
  componentsOf(context.resolved.spec).flatMap(({ settings, path }) =>
    elementsOf(jsonAt(settings, ['k8s', 'overlays'])).flatMap(([place, overlay]) => {
      const at = [...path, 'k8s', 'overlays', place, 'apiVersion'];
      const said = textOf(overlay['apiVersion']);
      const kind = textOf(overlay['kind']) ?? '';
      const version = VERSIONS[kind];
      const isFine =
        said === undefined || said === version || (kind !== '' && version === undefined);
      if (isFine || rankOf(context.resolved.spec, at) === RANK.shipped) return [];
      const other = version === undefined ? '' : `, and a ${kind} of the charts has ${version}`;
      const message = `found ${shown(said)}, but an overlay finds its object by kind and name${other}; remove it`;
      return [issueAt(context, 'no-effect', at, message)];
    }),
  );
