import { amountText } from '../../capacity/amounts';
import { needsOf } from '../../capacity/needs-of';
import type { Check } from '../finding';
import { lookAt } from '../outcome';
import type { PrecheckInput } from '../precheck-input';

/** Whether nodes have room for the istiods of the new revision, as many and as large as those of the old one. */
export const istiodRoomCheck: Check<PrecheckInput> = {
  name: 'istiod-room',
  about: 'whether nodes have room for the istiods of the new revision beside the old ones',
  waivable: true,
  run: ({ spec, observation: { capacity, pods, istiods } }) => {
    const room = capacity?.known === true ? capacity.value.nodes : capacity;
    return lookAt(
      { room: room ?? { known: false, reason: 'nobody asked', at: 0 }, pods, istiods },
      ({ room: nodes, pods: all, istiods: control }) => {
        if (control.some(({ revision }) => revision === spec.to)) return [];
        const names = new Set(
          control.filter(({ revision }) => revision === spec.from).map(({ pod }) => pod),
        );
        const own = all.filter(({ namespace, name }) => names.has(`${namespace}/${name}`));
        if (own.length === 0) return [];
        const needs = Object.entries(needsOf(own).amounts).filter(
          ([resource]) => !resource.startsWith('limits.'),
        );
        const free = nodes.filter(({ open }) => open).map((node) => ({ ...node.free }));
        let placed = 0;
        for (const node of free)
          while (
            placed < own.length &&
            needs.every(([name, amount]) => amount <= (node[name] ?? 0))
          ) {
            for (const [name, amount] of needs)
              if (amount > 0) (node as Record<string, number>)[name] = (node[name] ?? 0) - amount;
            placed += 1;
          }
        if (placed >= own.length) return [];
        const asked = needs
          .filter(([name]) => name !== 'pods')
          .map(([name, amount]) => `${name} ${amountText(name, amount)}`);
        return [
          {
            severity: 'error' as const,
            subject: `Istiod ${spec.to}`,
            message: `nodes have room for ${String(placed)} of ${String(own.length)} pods like those of ${spec.from}`,
            evidence: [
              `one needs ${asked.join(', ') || 'a place'}`,
              `${String(free.length)} of ${String(nodes.length)} nodes take pods`,
            ],
            remedy:
              'add a node, or make room; a cluster autoscaler may add one by itself: then waive it',
          },
        ];
      },
    );
  },
};
