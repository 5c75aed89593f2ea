import type { IstioOperator } from './istio-operator';
import type { Issue } from './issue';
import type { JsonObject } from './json';
import type { Locate } from './locate';

/** One document, as somebody gave it. */
export interface OperatorFile {
  /** What it is called in messages: the path of a file, or where else it comes from. */
  readonly name: string;
  /** The whole document, checked. */
  readonly document: JsonObject;
  /** Where its paths stand. @default nowhere: it was not read from a text */
  readonly locate?: Locate;
  /** What is wrong with how it is written, though it could be read. @default nothing */
  readonly issues?: readonly Issue[];
}

/** Everything that a user says of one installation. */
export interface OperatorInputs {
  /** Documents, each laid over the one before. */
  readonly files: readonly OperatorFile[];
  /** Settings as `path=value`, laid over the documents in this order. @default none */
  readonly settings?: readonly string[];
}

/**
 * A single document as inputs.
 * @param name - what it is called in messages
 * @param locate - where its paths stand; nowhere, unless something is given
 */
export function inputsOf(
  document: IstioOperator,
  name = 'document',
  locate: Locate = () => undefined,
): OperatorInputs {
  // An interface has no index signature, though every value of it is JSON.
  return { files: [{ name, document: document as unknown as JsonObject, locate }] };
}
