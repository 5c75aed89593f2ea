import { ApiObject, type ApiObjectProps } from 'cdk8s';
import type { Construct } from 'constructs';
import type { KubeObject } from '../lib/render/kube-object';

/**
 * Adds rendered objects to the tree, each under an id that depends on nothing but its identity: ids are a contract, and a
 * moved chart file must not rename anything.
 */
export function addObjects(scope: Construct, objects: readonly KubeObject[]): ApiObject[] {
  return objects.map((object) => new ApiObject(scope, objectId(object), object as ApiObjectProps));
}

function objectId({ kind, metadata }: KubeObject): string {
  return [kind, metadata.namespace, metadata.name].filter((part) => part !== undefined).join('-');
}
