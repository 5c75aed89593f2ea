// Written by `make generate`.
import type * as selector from './selector';

/** @see https://istio.io/latest/docs/reference/config/telemetry/#AccessLogging */
export interface AccessLogging {
  readonly disabled?: boolean;
  readonly filter?: AccessLoggingFilter;
  readonly match?: AccessLoggingLogSelector;
  readonly providers?: readonly ProviderRef[];
}

/** @see https://istio.io/latest/docs/reference/config/telemetry/#AccessLogging-Filter */
export interface AccessLoggingFilter {
  readonly expression?: string;
}

/** @see https://istio.io/latest/docs/reference/config/telemetry/#AccessLogging-LogSelector */
export interface AccessLoggingLogSelector {
  readonly mode?: WorkloadMode;
}

/** @see https://istio.io/latest/docs/reference/config/telemetry/#MetricSelector */
export interface MetricSelector {
  readonly customMetric?: string;
  readonly metric?: MetricSelectorIstioMetric;
  readonly mode?: WorkloadMode;
}

/** @see https://istio.io/latest/docs/reference/config/telemetry/#MetricSelector-IstioMetric */
export type MetricSelectorIstioMetric =
  | 'ALL_METRICS'
  | 'REQUEST_COUNT'
  | 'REQUEST_DURATION'
  | 'REQUEST_SIZE'
  | 'RESPONSE_SIZE'
  | 'TCP_OPENED_CONNECTIONS'
  | 'TCP_CLOSED_CONNECTIONS'
  | 'TCP_SENT_BYTES'
  | 'TCP_RECEIVED_BYTES'
  | 'GRPC_REQUEST_MESSAGES'
  | 'GRPC_RESPONSE_MESSAGES';

/** @see https://istio.io/latest/docs/reference/config/telemetry/#Metrics */
export interface Metrics {
  readonly overrides?: readonly MetricsOverrides[];
  readonly providers?: readonly ProviderRef[];
  readonly reportingInterval?: string;
}

/** @see https://istio.io/latest/docs/reference/config/telemetry/#MetricsOverrides */
export interface MetricsOverrides {
  readonly disabled?: boolean;
  readonly match?: MetricSelector;
  readonly tagOverrides?: Readonly<Record<string, MetricsOverridesTagOverride>>;
}

/** @see https://istio.io/latest/docs/reference/config/telemetry/#MetricsOverrides-TagOverride */
export interface MetricsOverridesTagOverride {
  readonly operation?: MetricsOverridesTagOverrideOperation;
  readonly value?: string;
}

/** @see https://istio.io/latest/docs/reference/config/telemetry/#MetricsOverrides-TagOverride-Operation */
export type MetricsOverridesTagOverrideOperation = 'UPSERT' | 'REMOVE';

/** @see https://istio.io/latest/docs/reference/config/telemetry/#ProviderRef */
export interface ProviderRef {
  readonly name?: string;
}

/** @see https://istio.io/latest/docs/reference/config/telemetry/#Telemetry */
export interface Telemetry {
  readonly accessLogging?: readonly AccessLogging[];
  readonly metrics?: readonly Metrics[];
  readonly selector?: selector.WorkloadSelector;
  readonly targetRef?: selector.PolicyTargetReference;
  readonly targetRefs?: readonly selector.PolicyTargetReference[];
  readonly tracing?: readonly Tracing[];
}

/** @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing */
export interface Tracing {
  readonly customTags?: Readonly<Record<string, TracingCustomTag>>;
  readonly disableContextPropagation?: boolean;
  readonly disableSpanReporting?: boolean;
  readonly enableIstioTags?: boolean;
  readonly match?: TracingTracingSelector;
  readonly providers?: readonly ProviderRef[];
  readonly randomSamplingPercentage?: number;
  readonly useRequestIdForTraceSampling?: boolean;
}

/** @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-CustomTag */
export interface TracingCustomTag {
  readonly environment?: TracingEnvironment;
  readonly formatter?: TracingFormatter;
  readonly header?: TracingRequestHeader;
  readonly literal?: TracingLiteral;
}

/** @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-Environment */
export interface TracingEnvironment {
  readonly defaultValue?: string;
  readonly name?: string;
}

/** @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-Formatter */
export interface TracingFormatter {
  readonly value?: string;
}

/** @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-Literal */
export interface TracingLiteral {
  readonly value?: string;
}

/** @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-RequestHeader */
export interface TracingRequestHeader {
  readonly defaultValue?: string;
  readonly name?: string;
}

/** @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-TracingSelector */
export interface TracingTracingSelector {
  readonly mode?: WorkloadMode;
}

/** @see https://istio.io/latest/docs/reference/config/telemetry/#WorkloadMode */
export type WorkloadMode = 'CLIENT_AND_SERVER' | 'CLIENT' | 'SERVER';
