import { isDefinition } from './apply-stage';

/** What proxies trust: without it every connection of the mesh breaks. */
const ROOTS_OF_TRUST = ['cacerts', 'istio-ca-secret', 'istio-ca-root-cert'];

/** Whether an object must stay when nothing declares it any more: with it would go what is no longer anybody's to decide. */
export function outlivesSource(body: {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}): boolean {
  return isDefinition(body) || isRootOfTrust(body);
}

function isRootOfTrust({ kind, metadata }: Parameters<typeof outlivesSource>[0]): boolean {
  return ['Secret', 'ConfigMap'].includes(kind) && ROOTS_OF_TRUST.includes(metadata.name);
}
