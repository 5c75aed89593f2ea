/**
 * A function that works its answer out once for each object it is asked about. Facts, records and plans never change once they
 * are made, so an answer is never out of date, and it goes when they do.
 */
export function remembered<K extends object, V>(answer: (about: K) => V): (about: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return (about) => {
    const before = known.get(about);
    if (before !== undefined) return before.value;
    const value = answer(about);
    known.set(about, { value });
    return value;
  };
}
