export { EastWestGateway, type EastWestGatewayProps } from './east-west-gateway';
export { Gateway, type GatewayProps } from './gateway';
export { IstioOperatorDefinition } from './istio-operator-definition';
export { IstiodRevision, type IstiodRevisionProps } from './istiod-revision';
export { MeshBase, type MeshBaseProps } from './mesh-base';
export { MeshConfig, type MeshConfigProps } from './mesh-config';
export { RevisionRollout, type RevisionRolloutProps } from './revision-rollout';
export { RevisionTag, type RevisionTagProps } from './revision-tag';
export { RevisionsOperator, type RevisionsOperatorProps } from './revisions-operator';
