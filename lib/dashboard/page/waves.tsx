import type { JSX } from 'preact';
import { durationText } from '../../cli/views/duration-text';
import { movedIn } from '../../rollout/report/moved-in';
import type { RolloutReport } from '../../rollout/report/rollout-report';
import type { WaveRow } from '../../rollout/report/wave-rows';
import { StateMark, VerdictMark } from './marked';
import { Table } from './table';

/** Every wave of the plan in a row. */
export function Waves({ report }: { readonly report: RolloutReport }): JSX.Element {
  return (
    <section aria-labelledby="waves">
      <h2 id="waves">Waves</h2>
      <Table
        caption="Waves of the plan, in their order"
        head={[
          'Wave',
          'State',
          'Gates',
          'Members',
          'Proxies moved',
          'Soak',
          'Released',
          'Well since',
        ]}
        rows={report.waves.map((wave) => [
          `${wave.number} ${wave.name}`,
          <StateMark key="state" state={wave.state} />,
          <VerdictMark key="verdict" verdict={wave.verdict} />,
          wave.members.length,
          proxiesText(wave),
          soakText(wave),
          wave.releasedAt ?? '',
          wave.healthySince ?? '',
        ])}
      />
    </section>
  );
}

function proxiesText(wave: WaveRow): string {
  const proxies = movedIn(wave);
  return proxies === null ? 'not known' : `${proxies.moved} of ${proxies.all}`;
}

function soakText({ soakSeconds, soakLeftSeconds, tag }: WaveRow): string {
  const soak =
    soakLeftSeconds === null
      ? durationText(soakSeconds)
      : `${durationText(soakLeftSeconds)} of ${durationText(soakSeconds)} left`;
  return tag === null ? soak : `${soak}, tag ${tag}`;
}
