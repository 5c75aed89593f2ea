import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiErrorMode } from '../api-proxy/api-error-modes';
import { writeJson } from '../json-file';

/** What can be broken on purpose, and what it does. */
export const FAULTS = {
  errors: 'every fifth request to these pods is answered with 500',
  latency: 'these pods take 1.5 s to answer',
  plaintext: 'these pods are spoken to without mutual TLS',
  denied: 'these pods answer 403',
  'no-metrics': 'the proxies of these pods answer no scrape',
  'reject-config': 'the proxies of these pods refuse the configuration that istiod sends',
  'never-ready': 'pods that are not ready yet never get ready',
  'prometheus-down': 'Prometheus does not run',
  'istiod-down': 'the istiod of this revision does not run',
  'cut-off':
    'nobody outside of this cluster reaches its API server: users, driver, istiods of others',
  'foreign-root': 'the istiods of this cluster sign with another root than those of the others',
  'east-west-drops': 'the east-west gateways of this cluster drop every connection',
  'api-errors': 'the API server fails, but not for the lab itself; --mode says how',
} as const;

export type FaultType = keyof typeof FAULTS;

/** A disturbance that a person asked for. */
export interface Fault {
  readonly type: FaultType;
  /** Pods injected by this revision, or its istiod; absent means every one. */
  readonly revision?: string;
  /** Pods in this namespace; absent means in every one. */
  readonly namespace?: string;
  /** How the API server fails; absent means `mixed`. */
  readonly mode?: ApiErrorMode;
  /** Since when, epoch milliseconds. */
  readonly since: number;
}

/** Where a fault may strike. */
export interface FaultTarget {
  readonly revision: string;
  readonly namespace?: string;
}

/** Where the faults of a lab stand. */
export function faultsFile(dir: string): string {
  return join(dir, 'faults.json');
}

/** The faults that stand now. */
export function readFaults(dir: string): readonly Fault[] {
  try {
    return JSON.parse(readFileSync(faultsFile(dir), 'utf8')) as readonly Fault[];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Replaces the faults that stand. */
export function writeFaults(dir: string, faults: readonly Fault[]): void {
  writeJson(faultsFile(dir), faults);
}

/** Whether a fault strikes here; one without a target strikes everywhere. */
export function strikes(faults: readonly Fault[], type: FaultType, target?: FaultTarget): boolean {
  return faults.some(
    (fault) =>
      fault.type === type &&
      (fault.revision === undefined || fault.revision === target?.revision) &&
      (fault.namespace === undefined || fault.namespace === target?.namespace),
  );
}
