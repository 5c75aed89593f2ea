const NULL = /^(?:~|null|Null|NULL|)$/;
const TRUE = /^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/;
const FALSE = /^(?:n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/;
const INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const INFINITE = /^([-+]?)\.(?:inf|Inf|INF)$/;
const NOT_A_NUMBER = /^\.(?:nan|NaN|NAN)$/;

/** Digits to the base of two that fit into 64 bits; longer ones are text, unless they are decimal. */
const LONGEST = 64;

/** The largest number of each sign. */
const LARGEST: Readonly<Record<string, bigint>> = {
  '': 2n ** 64n - 1n,
  '+': 2n ** 63n - 1n,
  '-': 2n ** 63n,
};

/**
 * What text without quotes means to Kubernetes' readers of YAML and so to istioctl: version 1.1, where `on` is true and `0644`
 * octal; but dates and times stay text, and so does what is too large for a number.
 * @see https://github.com/kubernetes-sigs/yaml/blob/v1.6.0/goyaml.v2/resolve.go
 */
export function plainScalar(text: string): string | number | boolean | null {
  if (NULL.test(text)) return null;
  if (TRUE.test(text)) return true;
  if (FALSE.test(text)) return false;
  return /^[-+.0-9]/.test(text) ? (numberOf(text) ?? text) : text;
}

function numberOf(text: string): number | null {
  const [, sign] = INFINITE.exec(text) ?? [];
  if (sign !== undefined) return sign === '-' ? -Infinity : Infinity;
  if (NOT_A_NUMBER.test(text)) return NaN;
  const digits = text.startsWith('.') ? text : text.replaceAll('_', '');
  return integerOf(digits) ?? floatOf(digits);
}

function integerOf(digits: string): number | null {
  const [, sign, hexadecimal, binary, octal] = INTEGER.exec(digits) ?? [];
  if (sign === undefined) return null;
  // Zero has no sign, and every decimal number is within the range of a float.
  if (hexadecimal === undefined && binary === undefined && octal === undefined)
    return Number(digits) || 0;
  const [written, prefix] =
    hexadecimal !== undefined
      ? [hexadecimal, '0x']
      : binary !== undefined
        ? [binary, '0b']
        : [octal ?? '', '0o'];
  const significant = written.replace(/^0+(?=.)/, '');
  if (significant.length > LONGEST) return null;
  const size = BigInt(prefix + significant);
  if (size > (LARGEST[sign] ?? 0n)) return null;
  return Number(sign === '-' ? -size : size);
}

function floatOf(digits: string): number | null {
  const value = FLOAT.test(digits) ? Number(digits) : NaN;
  return Number.isFinite(value) ? value : null;
}
