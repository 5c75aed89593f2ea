// Written by `make generate`.
import type * as extensions from './extensions';
import type * as kubernetes from './kubernetes';
import type * as networking from './networking';
import type * as security from './security';
import type * as telemetry from './telemetry';

/** An object of one of Istio's kinds. */
export interface IstioObject<ApiVersion extends string, Kind extends string, Spec> {
  readonly apiVersion: ApiVersion;
  readonly kind: Kind;
  readonly metadata?: kubernetes.ObjectMeta;
  readonly spec?: Spec;
}

export type AuthorizationPolicy = IstioObject<
  'security.istio.io/v1' | 'security.istio.io/v1beta1',
  'AuthorizationPolicy',
  security.AuthorizationPolicy
>;

export type DestinationRule = IstioObject<
  'networking.istio.io/v1' | 'networking.istio.io/v1alpha3' | 'networking.istio.io/v1beta1',
  'DestinationRule',
  networking.DestinationRule
>;

export type EnvoyFilter = IstioObject<
  'networking.istio.io/v1alpha3',
  'EnvoyFilter',
  networking.EnvoyFilter
>;

export type Gateway = IstioObject<
  'networking.istio.io/v1' | 'networking.istio.io/v1alpha3' | 'networking.istio.io/v1beta1',
  'Gateway',
  networking.Gateway
>;

export type PeerAuthentication = IstioObject<
  'security.istio.io/v1' | 'security.istio.io/v1beta1',
  'PeerAuthentication',
  security.PeerAuthentication
>;

export type ProxyConfig = IstioObject<
  'networking.istio.io/v1beta1',
  'ProxyConfig',
  networking.ProxyConfig
>;

export type RequestAuthentication = IstioObject<
  'security.istio.io/v1' | 'security.istio.io/v1beta1',
  'RequestAuthentication',
  security.RequestAuthentication
>;

export type ServiceEntry = IstioObject<
  'networking.istio.io/v1' | 'networking.istio.io/v1alpha3' | 'networking.istio.io/v1beta1',
  'ServiceEntry',
  networking.ServiceEntry
>;

export type Sidecar = IstioObject<
  'networking.istio.io/v1' | 'networking.istio.io/v1alpha3' | 'networking.istio.io/v1beta1',
  'Sidecar',
  networking.Sidecar
>;

export type Telemetry = IstioObject<
  'telemetry.istio.io/v1' | 'telemetry.istio.io/v1alpha1',
  'Telemetry',
  telemetry.Telemetry
>;

export type TrafficExtension = IstioObject<
  'extensions.istio.io/v1alpha1',
  'TrafficExtension',
  extensions.TrafficExtension
>;

export type VirtualService = IstioObject<
  'networking.istio.io/v1' | 'networking.istio.io/v1alpha3' | 'networking.istio.io/v1beta1',
  'VirtualService',
  networking.VirtualService
>;

export type WasmPlugin = IstioObject<
  'extensions.istio.io/v1alpha1',
  'WasmPlugin',
  extensions.WasmPlugin
>;

export type WorkloadEntry = IstioObject<
  'networking.istio.io/v1' | 'networking.istio.io/v1alpha3' | 'networking.istio.io/v1beta1',
  'WorkloadEntry',
  networking.WorkloadEntry
>;

export type WorkloadGroup = IstioObject<
  'networking.istio.io/v1' | 'networking.istio.io/v1alpha3' | 'networking.istio.io/v1beta1',
  'WorkloadGroup',
  networking.WorkloadGroup
>;
