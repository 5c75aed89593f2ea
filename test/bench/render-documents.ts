import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';

/** A document for istioctl, and the minor whose istioctl renders it. */
export interface IstioctlDocument {
  readonly minor: '1.30' | '1.31';
  readonly spec: object;
}

const HUB = 'registry.istio.io/release';
const OFF = { enabled: false };
/** One revision and what exists once per cluster: both programs read this very document. */
export const ONE_REVISION: IstioctlDocument = {
  minor: '1.31',
  spec: { profile: 'minimal', hub: HUB, tag: '1.31.0', revision: '1-31' },
};

const base = { hub: HUB, tag: '1.31.0', profile: 'minimal', components: { pilot: OFF } };

const revision = (minor: '1.30' | '1.31', tag: string): IstioctlDocument => ({
  minor,
  spec: {
    profile: 'minimal',
    hub: HUB,
    tag,
    revision: tag.slice(0, 4).replace('.', '-'),
    meshConfig: { accessLogFile: '/dev/stdout', trustDomain: 'cluster-0' },
    values: { global: { network: 'network-0' } },
    components: { base: OFF },
  },
});

const GATEWAYS = {
  ingressGateways: [
    { name: 'ingress', namespace: 'gateways', enabled: true },
    {
      name: 'eastwest',
      namespace: 'gateways',
      enabled: true,
      label: { app: 'eastwest', istio: 'eastwest', 'topology.istio.io/network': 'network-0' },
      k8s: { env: [{ name: 'ISTIO_META_REQUESTED_NETWORK_VIEW', value: 'network-0' }] },
    },
  ],
  egressGateways: [{ name: 'egress', namespace: 'gateways', enabled: true }],
};

const gateways = (components: object): IstioctlDocument => ({
  minor: '1.31',
  spec: {
    profile: 'empty',
    hub: HUB,
    tag: '1.31.0',
    revision: '1-31',
    components,
    values: { global: { network: 'network-0' } },
  },
});

/** The parts of the mesh of synth-meshes.ts, a document for each that is upgraded apart. */
export const MESH_APART: readonly IstioctlDocument[] = [
  { minor: '1.31', spec: base },
  revision('1.30', '1.30.3'),
  revision('1.31', '1.31.0'),
  ...GATEWAYS.ingressGateways.map((one) => gateways({ ingressGateways: [one] })),
  gateways({ egressGateways: GATEWAYS.egressGateways }),
];

/** The same in as few documents as two minors need. */
export const MESH_TOGETHER: readonly IstioctlDocument[] = [
  revision('1.30', '1.30.3'),
  { minor: '1.31', spec: { ...revision('1.31', '1.31.0').spec, components: GATEWAYS } },
];

/** Writes documents into a new folder. @returns their paths */
export function writeDocuments(
  folder: string,
  documents: readonly IstioctlDocument[],
): readonly string[] {
  mkdirSync(folder);
  return documents.map(({ spec }, index) => {
    const file = join(folder, `${String(index)}.yaml`);
    const head = { apiVersion: 'install.istio.io/v1alpha1', kind: 'IstioOperator' };
    writeFileSync(file, stringify({ ...head, metadata: { name: 'bench' }, spec }));
    return file;
  });
}
