// Written by `make generate`.
import type { Definitions } from './definition';

/** The Istio minors that there are types and schemas of, oldest first. */
export const MINORS = ['1.30', '1.31'] as const;

/** One of the supported minors. */
export type Minor = (typeof MINORS)[number];

type Profile = Readonly<Record<string, unknown>>;

/** The schema of each minor, read when it is asked for. */
export const SCHEMAS: Readonly<Record<Minor, () => { readonly $defs: Definitions }>> = {
  '1.30': () => require('./istio-1.30/schema.json'),
  '1.31': () => require('./istio-1.31/schema.json'),
};

/** The profiles of each minor by name, read when they are asked for. */
export const PROFILES: Readonly<Record<Minor, () => Readonly<Record<string, Profile>>>> = {
  '1.30': () => require('./istio-1.30/profiles.json'),
  '1.31': () => require('./istio-1.31/profiles.json'),
};
