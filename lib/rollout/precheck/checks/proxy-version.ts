import { nameSome } from '../../name-some';
import { minorOf } from '../../skew/minor-of';
import { isTerminal } from '../../wave-scope';
import type { Check, Finding } from '../finding';
import { lookAt } from '../outcome';
import type { PrecheckInput } from '../precheck-input';

/** So many minors may lie between proxies that talk to each other. */
const APART = 2;

/** Proxies anywhere in the mesh that those of the new revision would meet, and that are too old for it. */
export const proxyVersionCheck: Check<PrecheckInput> = {
  name: 'proxy-version',
  about: 'pods anywhere in the mesh whose proxies are too old beside those that come',
  waivable: true,
  run: ({ spec, versions, observation: { pods } }) =>
    lookAt({ pods }, ({ pods: all }) => {
      const target = versions[spec.to] ?? '';
      const to = minorOf(target);
      if (to === null) return [];
      const old = new Map<string, string[]>();
      for (const pod of all) {
        const minor = pod.version === null ? null : minorOf(pod.version);
        if (isTerminal(pod) || pod.version === null || minor === null || to - minor <= APART)
          continue;
        old.set(pod.version, [...(old.get(pod.version) ?? []), `${pod.namespace}/${pod.name}`]);
      }
      return [...old].sort().map(([version, names]): Finding => ({
        severity: 'error',
        subject: `Proxies ${version}`,
        message: `${String(names.length)} pods have proxies more than ${String(APART)} minors behind ${target}`,
        evidence: [nameSome(names)],
        remedy: `restart their workloads on ${spec.from} first`,
      }));
    }),
};
