// Written by `make generate`.
import type * as selector from './selector';

/** @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#EnvValueSource */
export type EnvValueSource = 'INLINE' | 'HOST';

/** @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#EnvVar */
export interface EnvVar {
  readonly name?: string;
  readonly value?: string;
  readonly valueFrom?: EnvValueSource;
}

/** @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#FailStrategy */
export type FailStrategy = 'FAIL_CLOSE' | 'FAIL_OPEN' | 'FAIL_RELOAD';

/** @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#LuaConfig */
export interface LuaConfig {
  readonly inlineCode?: string;
}

/** @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#PluginPhase */
export type PluginPhase = 'UNSPECIFIED_PHASE' | 'AUTHN' | 'AUTHZ' | 'STATS';

/** @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#PluginType */
export type PluginType = 'UNSPECIFIED_PLUGIN_TYPE' | 'HTTP' | 'NETWORK';

/** @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#PullPolicy */
export type PullPolicy = 'UNSPECIFIED_POLICY' | 'IfNotPresent' | 'Always';

/** @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#TrafficExtension */
export interface TrafficExtension {
  readonly lua?: LuaConfig;
  readonly match?: readonly TrafficSelector[];
  readonly phase?: TrafficExtensionExecutionPhase;
  readonly priority?: number;
  readonly selector?: selector.WorkloadSelector;
  readonly targetRefs?: readonly selector.PolicyTargetReference[];
  readonly wasm?: WasmConfig;
}

/** @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#TrafficExtension-ExecutionPhase */
export type TrafficExtensionExecutionPhase = 'UNSPECIFIED' | 'AUTHN' | 'AUTHZ' | 'STATS';

/** @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#TrafficSelector */
export interface TrafficSelector {
  readonly mode?: selector.WorkloadMode;
  readonly ports?: readonly selector.PortSelector[];
}

/** @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#VmConfig */
export interface VmConfig {
  readonly env?: readonly EnvVar[];
}

/** @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#WasmConfig */
export interface WasmConfig {
  readonly failStrategy?: FailStrategy;
  readonly imagePullPolicy?: PullPolicy;
  readonly imagePullSecret?: string;
  readonly pluginConfig?: Readonly<Record<string, unknown>>;
  readonly pluginName?: string;
  readonly sha256?: string;
  readonly type?: PluginType;
  readonly url?: string;
  readonly verificationKey?: string;
  readonly vmConfig?: VmConfig;
}

/** @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin */
export interface WasmPlugin {
  readonly failStrategy?: FailStrategy;
  readonly imagePullPolicy?: PullPolicy;
  readonly imagePullSecret?: string;
  readonly match?: readonly WasmPluginTrafficSelector[];
  readonly phase?: PluginPhase;
  readonly pluginConfig?: Readonly<Record<string, unknown>>;
  readonly pluginName?: string;
  readonly priority?: number;
  readonly selector?: selector.WorkloadSelector;
  readonly sha256?: string;
  readonly targetRef?: selector.PolicyTargetReference;
  readonly targetRefs?: readonly selector.PolicyTargetReference[];
  readonly type?: PluginType;
  readonly url?: string;
  readonly verificationKey?: string;
  readonly vmConfig?: VmConfig;
}

/** @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-TrafficSelector */
export interface WasmPluginTrafficSelector {
  readonly mode?: selector.WorkloadMode;
  readonly ports?: readonly selector.PortSelector[];
}
