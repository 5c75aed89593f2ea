/** Name of a JSON type. */
export type JsonType = 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean' | 'null';

/**
 * A type, in the part of JSON Schema (draft 2020-12) that the generated schemas use. A definition has either `$ref`, or `enum`,
 * or `type`, or nothing: then it may be anything. Every type allows null.
 */
export interface Definition {
  /** `#/$defs/<name>`. */
  readonly $ref?: string;
  readonly type?: readonly JsonType[];
  /** Names first; protobuf's JSON reads their numbers too. */
  readonly enum?: readonly (string | number | boolean | null)[];
  /** What the pattern means, for messages: "duration", "quantity", "base64", "time", "ports", "IP ranges". */
  readonly format?: string;
  /** Holds for strings. */
  readonly pattern?: string;
  /** Holds for numbers. */
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Definition;
  readonly properties?: Readonly<Record<string, Definition>>;
  /** False, or what every value of a map is. */
  readonly additionalProperties?: false | Definition;
  readonly deprecated?: true;
  /** A second name of the field, which protobuf's JSON reads. */
  readonly 'x-alias'?: string;
  /** Istio's API does not list this value: istioctl takes it only as one of the unvalidated values. */
  readonly 'x-chart-only'?: true;
  /** Fields of which one at most takes effect. */
  readonly 'x-oneof'?: readonly (readonly string[])[];
  /** How a strategic merge patch treats the field, as in Kubernetes' OpenAPI: "merge", "replace", "retainKeys", also several. */
  readonly 'x-kubernetes-patch-strategy'?: string;
  readonly 'x-kubernetes-patch-merge-key'?: string;
}

/** Every definition of an Istio minor by its name, such as "values.PilotConfig" or "core.Container". */
export type Definitions = Readonly<Record<string, Definition>>;
