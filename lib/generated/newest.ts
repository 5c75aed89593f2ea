// Written by `make generate`.
export type * as gatewayApi from './istio-1.31/gateway-api';
export type * as gatewayValues from './istio-1.31/gateway-values';
export type * as kinds from './istio-1.31/kinds';
export type * as kubernetes from './istio-1.31/kubernetes';
export type * as mesh from './istio-1.31/mesh';
export type * as networking from './istio-1.31/networking';
export type * as operator from './istio-1.31/operator';
export type * as values from './istio-1.31/values';
