import type { IstiodFact } from '../observation';

/**
 * Whether a revision's istiods sign the certificates of its proxies, as far as they tell: they were asked for some, or they have
 * an authority of their own in a mesh where istiods are asked at all. With `ENABLE_CA_SERVER=false` they have none; with a
 * `caAddress` elsewhere nobody asks them; one with `EXTERNAL_CA` is asked and passes it on, so that what it counts is true of it.
 */
export function signs(revision: string, istiods: readonly IstiodFact[]): boolean {
  const told = istiods.flatMap((istiod) =>
    istiod.counters.known ? [{ ...istiod.counters.value, revision: istiod.revision }] : [],
  );
  const own = told.filter((one) => one.revision === revision);
  const isAsked = ({ requested }: { readonly requested: number }) => requested > 0;
  const hasAuthority = own.some(({ rootExpiresAt }) => rootExpiresAt !== null);
  return own.some(isAsked) || (hasAuthority && told.some(isAsked));
}
