import type { Amounts } from '../../rollout/capacity/amounts';
import { quantityValue } from './quantity-value';

/** Amounts as an object has them. @param nameOf - how a quota names a resource. @default as it is written */
export function readAmounts(
  quantities: Readonly<Record<string, string>> = {},
  nameOf: (resource: string) => string = (resource) => resource,
): Amounts {
  return Object.fromEntries(
    Object.entries(quantities).map(([resource, quantity]) => [
      nameOf(resource),
      quantityValue(quantity),
    ]),
  );
}
