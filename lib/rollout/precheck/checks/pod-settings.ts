import type { Check } from '../finding';
import { lookAt } from '../outcome';
import type { PrecheckInput } from '../precheck-input';

/**
 * Annotations that Istio has deprecated, but for `sidecar.istio.io/inject`, which everybody has.
 * @see https://github.com/istio/api/blob/1.31.0/annotation/annotations.yaml
 */
const DEPRECATED: readonly string[] = [
  'alpha.istio.io/canonical-serviceaccounts',
  'alpha.istio.io/kubernetes-serviceaccounts',
  'sidecar.istio.io/discoveryAddress',
  'sidecar.istio.io/extraStatTags',
  'sidecar.istio.io/statsCompression',
  'sidecar.istio.io/statsInclusionPrefixes',
  'sidecar.istio.io/statsInclusionRegexps',
  'sidecar.istio.io/statsInclusionSuffixes',
  'traffic.sidecar.istio.io/kubevirtInterfaces',
];

/** Leads a sidecar to an istiod by address, past its revision. */
const PAST_REVISION = 'sidecar.istio.io/discoveryAddress';

/** What pod templates tell their sidecars and Istio no longer wants told. */
export const podSettingsCheck: Check<PrecheckInput> = {
  name: 'pod-settings',
  about:
    'pod templates with annotations that Istio has deprecated, and selectors that ask for a revision',
  waivable: true,
  run: ({ spec, facts: { templates } }) =>
    lookAt({ templates }, ({ templates: all }) =>
      all.flatMap(({ workload, annotations, selectsRevision }) => [
        ...annotations
          .filter((name) => DEPRECATED.includes(name))
          .map((name) => ({
            severity: name === PAST_REVISION ? ('error' as const) : ('warning' as const),
            subject: workload,
            message:
              name === PAST_REVISION
                ? `its sidecars connect to an address, whichever revision injects them`
                : 'it sets what Istio has deprecated',
            evidence: [`annotation ${name} of its pod template`],
            remedy: 'set it in MeshConfig or by proxy.istio.io/config instead, or leave it out',
          })),
        // istiod's own Deployment selects its revision, and goes with it.
        ...(selectsRevision === null || / [^/]+\/istiod(-|$)/.test(workload)
          ? []
          : [
              {
                severity: 'error' as const,
                subject: workload,
                message: `it selects pods of ${selectsRevision} alone, so it would make pods without end once ${spec.to} injects them`,
                evidence: [`spec.selector.matchLabels: istio.io/rev=${selectsRevision}`],
                remedy: 'make it anew without the label in its selector',
              },
            ]),
      ]),
    ),
};
