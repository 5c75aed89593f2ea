import { jsonAt, textsOf } from '../../json-at';
import type { MeshCheck } from './mesh-check';

const DNS_ALLOCATION = ['defaultConfig', 'proxyMetadata', 'ISTIO_META_DNS_AUTO_ALLOCATE'];
const CURVES = ['tlsDefaults', 'ecdhCurves'];

/** What Envoy knows. */
const KNOWN_CURVES = [
  'P-224',
  'P-256',
  'P-521',
  'P-384',
  'X25519',
  'X25519Kyber768Draft00',
  'X25519MLKEM768',
];

/**
 * What istiod takes, and warns of.
 * @see https://github.com/istio/istio/blob/1.31.0/pkg/config/validation/agent/validation.go
 */
export const doubtfulChecks: MeshCheck = (mesh) => {
  const curves = textsOf(jsonAt(mesh, CURVES));
  return [
    ...(jsonAt(mesh, DNS_ALLOCATION) === undefined
      ? []
      : [
          {
            path: DNS_ALLOCATION,
            message:
              'Istio has deprecated it: istiod allocates addresses itself (PILOT_ENABLE_IP_AUTOALLOCATE); remove it',
          },
        ]),
    ...curves
      .filter(([, curve]) => curve !== '' && !KNOWN_CURVES.includes(curve))
      .map(([place, curve]) => ({
        path: [...CURVES, place],
        message: `found "${curve}", which Envoy does not know; it knows ${KNOWN_CURVES.join(', ')}`,
      })),
    ...curves
      .filter(([, curve], index) => curves.findIndex(([, other]) => other === curve) < index)
      .map(([place, curve]) => ({
        path: [...CURVES, place],
        message: `found "${curve}" twice; remove one`,
      })),
  ];
};
