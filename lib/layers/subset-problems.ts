import type { LayerObjects } from './layer-objects';
import type { LayerProblem } from './layer-problem';
import { layerName } from './layer-name';

/** Subsets of which Istio would take one and forget the other, or that are every pod of the service. */
export function subsetProblems({ rules }: LayerObjects): LayerProblem[] {
  return rules.flatMap((rule) => {
    const subsets = rule.spec?.subsets ?? [];
    const names = subsets.map(({ name = '' }) => name);
    return subsets.flatMap(({ name = '', labels = {} }, index) => {
      const path = `spec.subsets[${String(index)}]`;
      const object = layerName(rule);
      return [
        ...(names.indexOf(name) === index
          ? []
          : [
              {
                object,
                path: `${path}.name`,
                message: `found "${name}" a second time; each has a name of its own`,
              },
            ]),
        ...(Object.keys(labels).length > 0
          ? []
          : [
              {
                object,
                path: `${path}.labels`,
                message: 'found none, which is every pod of the service; say which are its own',
              },
            ]),
      ];
    });
  });
}
