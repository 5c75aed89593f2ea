/** A structural schema of the API server, or a part of one. */
export type Schema = Readonly<Record<string, unknown>>;

/** A text. */
export const text = (description: string, more: Schema = {}): Schema => ({
  type: 'string',
  description,
  ...more,
});
/** A number of things. */
export const count = (description: string): Schema => ({
  type: 'integer',
  format: 'int64',
  minimum: 0,
  description,
});
/** A moment, RFC 3339. */
export const time = (description: string): Schema => text(description, { format: 'date-time' });
/** An object with these fields; all of them are required unless said otherwise. */
export const object = (
  description: string,
  properties: Readonly<Record<string, Schema>>,
  required: readonly string[] = Object.keys(properties),
): Schema => ({
  type: 'object',
  description,
  // The API server keeps no empty list, and whoever compares with what it keeps would find a difference for ever.
  ...(required.length === 0 ? {} : { required }),
  properties,
});
/** A list whose items are told apart by a field of theirs. */
export const listBy = (key: string, description: string, items: Schema): Schema => ({
  type: 'array',
  description,
  items,
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': [key],
});

/** As lib/rollout/status/condition.ts has it. */
export const CONDITION = object('One thing that is so, is not so, or is not known.', {
  type: text('What it is about, such as "Applied".'),
  status: text('Whether it is so.', { enum: ['True', 'False', 'Unknown'] }),
  reason: text('Why, as one word for programs.'),
  message: text('Why, for people, with the next step where there is one.'),
  observedGeneration: count('Generation of the spec that it was found for.'),
  lastTransitionTime: time('Since when it has this status.'),
});

/** A column of `kubectl get`. */
export const column = (
  name: string,
  type: string,
  jsonPath: string,
  description: string,
): Schema => ({
  name,
  type,
  jsonPath,
  description,
});
