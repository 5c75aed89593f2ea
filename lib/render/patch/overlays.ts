import { isObject, type Json, type JsonObject } from '../../operator/json';
import type { KubeObject } from '../kube-object';
import { applyOverlayPatch, OverlayError, type OverlayPatch } from './overlay';

/** Changes to the objects of one kind and name. */
export interface Overlay {
  /** Not looked at, as in istioctl. */
  readonly apiVersion?: string;
  readonly kind: string;
  readonly name: string;
  readonly patches: readonly OverlayPatch[];
}

/** One overlay, or one change of it, that did nothing. */
export interface IdleOverlay {
  /** Path below `overlays`, such as `["0", "patches", "1"]`. */
  readonly path: readonly string[];
  readonly problem: string;
}

/** Objects after the overlays of their component. */
export interface OverlaidObjects {
  readonly objects: readonly KubeObject[];
  readonly idle: readonly IdleOverlay[];
}

/** Applies overlays one after the other. One that changes nothing is told, where istioctl says nothing of it. */
export function applyOverlays(
  objects: readonly KubeObject[],
  overlays: readonly Overlay[],
): OverlaidObjects {
  const idle: IdleOverlay[] = [];
  const changed = overlays.reduce<readonly KubeObject[]>((current, overlay, index) => {
    const { kind, name, patches } = overlay;
    const isTarget = (object: KubeObject) => object.kind === kind && object.metadata.name === name;
    if (!current.some(isTarget)) {
      idle.push({ path: [String(index)], problem: unmatched(overlay, current) });
      return current;
    }
    return patches.reduce((all, patch, place) => {
      try {
        return all.map((object) => (isTarget(object) ? patched(object, patch) : object));
      } catch (error) {
        if (!(error instanceof OverlayError)) throw error;
        const path = [String(index), 'patches', String(place)];
        idle.push({ path, problem: `${patch.path}: ${error.message}` });
        return all;
      }
    }, current);
  }, objects);
  return { objects: changed, idle };
}

/** The overlays of a component's Kubernetes settings, which are checked already. */
export function overlaysOf(k8s: JsonObject): readonly Overlay[] {
  const listed = k8s['overlays'];
  const overlays = Array.isArray(listed) ? (listed as readonly Json[]) : [];
  return overlays.filter(isObject).map((overlay) => ({
    kind: textOf(overlay['kind']),
    name: textOf(overlay['name']),
    patches: (Array.isArray(overlay['patches']) ? (overlay['patches'] as readonly Json[]) : [])
      .filter(isObject)
      .map(({ path, value }) => ({
        path: textOf(path),
        ...(value === undefined ? {} : { value }),
      })),
  }));
}

function patched(object: KubeObject, patch: OverlayPatch): KubeObject {
  return applyOverlayPatch(object as unknown as JsonObject, patch) as unknown as KubeObject;
}

function unmatched({ kind, name }: Overlay, objects: readonly KubeObject[]): string {
  const alike = objects
    .filter((object) => object.kind === kind)
    .map(({ metadata }) => metadata.name);
  const known = [...new Set(objects.map((object) => object.kind))].sort().join(', ');
  return alike.length === 0
    ? `the component renders no ${kind}; it renders ${known}`
    : `the component renders no ${kind} "${name}"; it renders ${alike.join(', ')}`;
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
