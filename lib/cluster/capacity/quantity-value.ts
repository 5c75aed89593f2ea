const SUFFIXES = ['', 'k', 'M', 'G', 'T', 'P', 'E'];
const SMALL: Readonly<Record<string, number>> = { n: 1e-9, u: 1e-6, m: 1e-3 };

/**
 * The number behind a Kubernetes quantity: `500m` is 0.5, `2Gi` is 2147483648.
 *
 * @throws when the text is no quantity
 */
export function quantityValue(text: string): number {
  const match = /^([+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?)([numkKMGTPE]?)(i?)$/.exec(text);
  const [, digits = '', suffix = '', binary = ''] = match ?? [];
  const value = Number(digits);
  const small = SMALL[suffix];
  // Binary kilo is written with a capital, decimal kilo without.
  const power = SUFFIXES.indexOf(binary === 'i' ? suffix.replace('K', 'k') : suffix);
  const factor = small ?? (binary === 'i' ? 1024 : 1000) ** power;
  if (
    match === null ||
    Number.isNaN(value) ||
    (power < 0 && small === undefined) ||
    (binary === 'i' && power < 1)
  ) {
    throw new Error(`"${text}" is no Kubernetes quantity such as 500m, 2 or 2Gi`);
  }
  return value * factor;
}
