import type { Component } from './component';
import { canonicalCpu } from './quantity';
import { isObject, type Json, type JsonObject } from './json';
import { jsonAt } from './json-at';
import { atPath, mergeValues } from './merge-values';

/** From this minor on the charts are told what a component's Kubernetes settings say of scaling and CPU. */
const SCALING_IN_VALUES = 31;

/**
 * The values of one component: what the document says of it beside the values, where its chart reads it.
 *
 * @param component - as the document has it; for a gateway, one of the list
 * @param minor - of the charts, such as `1.31`
 * @see https://github.com/istio/istio/blob/1.31.0/operator/pkg/render/manifest.go
 */
export function componentValues(
  { isGateway, workload, valuesRoot, chart }: Component,
  component: JsonObject,
  values: JsonObject,
  minor: string,
): JsonObject {
  const k8s = isObject(component['k8s']) ? component['k8s'] : {};
  const told = {
    ...(isGateway ? gatewayValues(component, k8s) : {}),
    ...(Number(minor.split('.')[1]) >= SCALING_IN_VALUES
      ? { ...(workload?.kind === 'Deployment' ? scalingValues(k8s) : {}), ...cpuValues(k8s) }
      : {}),
    ...present({ hub: saidOf(component['hub']), tag: saidOf(component['tag']) }),
  };
  const below = isGateway ? withoutLabels(values, valuesRoot) : values;
  const own = mergeValues(below, atPath(valuesRoot, told));
  return chart === 'ztunnel' ? flattened(own, valuesRoot) : own;
}

/** The labels of a gateway replace those of the values. */
function withoutLabels(values: JsonObject, [key = '', ...rest]: readonly string[]): JsonObject {
  const child = values[key];
  if (!isObject(child)) return values;
  if (rest.length > 0) return { ...values, [key]: withoutLabels(child, rest) };
  const { labels: _labels, ...others } = child;
  return { ...values, [key]: others };
}

function gatewayValues({ name, label }: JsonObject, k8s: JsonObject): JsonObject {
  const service = isObject(k8s['service']) ? k8s['service'] : {};
  const { ports } = service;
  return {
    name: name ?? '',
    labels: label ?? {},
    ...(Array.isArray(ports) && ports.length > 0
      ? { ports: (ports as readonly Json[]).map(servicePort) }
      : {}),
  };
}

/** Kubernetes writes the target port even where nobody gave it. */
function servicePort(port: Json): Json {
  return isObject(port) ? { ...port, targetPort: port['targetPort'] ?? 0 } : port;
}

function scalingValues(k8s: JsonObject): JsonObject {
  const { minReplicas, maxReplicas } = isObject(k8s['hpaSpec']) ? k8s['hpaSpec'] : {};
  const { replicaCount } = k8s;
  return present({
    autoscaleMin: minReplicas ?? undefined,
    autoscaleMax: isPositive(maxReplicas) ? maxReplicas : undefined,
    replicaCount: isPositive(replicaCount) ? replicaCount : undefined,
  });
}

function cpuValues(k8s: JsonObject): JsonObject {
  const resources = isObject(k8s['resources']) ? k8s['resources'] : {};
  const told = (['limits', 'requests'] as const).flatMap((kind) => {
    const amounts = resources[kind];
    const cpu = isObject(amounts) ? canonicalCpu(amounts['cpu']) : null;
    return cpu === null ? [] : [[kind, { cpu }] as const];
  });
  return told.length === 0 ? {} : { resources: Object.fromEntries(told) };
}

/** The chart of ztunnel reads its values without a prefix, beside `global` and every value that is no object. */
function flattened(values: JsonObject, root: readonly string[]): JsonObject {
  const own = jsonAt(values, root);
  const others = Object.entries(values).filter(([, value]) => !isObject(value));
  return {
    ...present({ global: values['global'] }),
    ...Object.fromEntries<Json | undefined>(others),
    ...(isObject(own) ? own : {}),
  };
}

function isPositive(value: Json | undefined): boolean {
  return typeof value === 'number' && value > 0;
}

function saidOf(value: Json | undefined): Json | undefined {
  return value === null || value === '' ? undefined : value;
}

function present(fields: Readonly<Record<string, Json | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
