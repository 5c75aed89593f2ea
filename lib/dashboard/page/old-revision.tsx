import type { JSX } from 'preact';
import type { RolloutReport } from '../../rollout/report/rollout-report';
import type { WaveRow } from '../../rollout/report/wave-rows';
import { isOld } from './member-filter';
import { Table } from './table';

/** Who still uses the old revision, and why. */
export function OldRevision({ report }: { readonly report: RolloutReport }): JSX.Element {
  const { from, leftBehind, waves, removal } = report;
  const { inUse, reasons, unmovable, unmovableCount } = leftBehind;
  const open = waves.filter(({ members }) => members.some(isOld));
  const verdicts = {
    yes: `${from.revision} is in use`,
    no: `Nothing uses ${from.revision}`,
    unknown: `Whether ${from.revision} is in use is not known`,
  };
  return (
    <section aria-labelledby="old">
      <h2 id="old">Who still uses {from.revision}</h2>
      <p class={inUse === 'unknown' ? 'doubt' : ''}>{verdicts[inUse]}.</p>
      {reasons.length === 0 ? null : (
        <ul>
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
      <Table
        caption={`Waves with members on ${from.revision}`}
        head={['Wave', 'Members', 'Proxies', 'Why']}
        rows={open.map((wave) => [wave.name, ...oldCells(wave)])}
      />
      <Table
        caption={`Pods that no restart moves (${unmovableCount}): they block the removal, not waves`}
        head={['Pod', 'Why']}
        rows={unmovable.map(({ pod, reason }) => [pod, reason])}
      />
      {removal.length === 0 ? null : (
        <>
          <h3>Removal</h3>
          <ul>
            {removal.map((line, index) => (
              <li key={index}>{line}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function oldCells({ members, state }: WaveRow): readonly (string | number)[] {
  const old = members.filter(isOld);
  const unknown = old.filter(({ proxies }) => proxies === null).length;
  const left = old.reduce(
    (sum, { proxies }) => sum + (proxies === null ? 0 : proxies.all - proxies.moved),
    0,
  );
  const why = old.find(({ info }) => info !== '')?.info;
  const told = { waiting: 'the wave has not come yet', returned: 'the wave went back' };
  return [
    old.length,
    unknown === 0 ? left : `${left}, and of ${unknown} members not known`,
    why ?? (state in told ? told[state as keyof typeof told] : `the wave is ${state}`),
  ];
}
