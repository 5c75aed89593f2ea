import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import { countText } from '../../cli/views/gate-numbers';
import { percent } from '../../rollout/metrics/percent';
import type { MemberShare } from '../../rollout/report/member-shares';
import type { RolloutReport } from '../../rollout/report/rollout-report';
import { VerdictMark } from './marked';
import { filtered, membersOf, SHOWN, type Shown, type WaveMember } from './member-filter';
import { Table } from './table';

/** So many rows are on the page until there are asked for more: thousands would make it slow, and nobody reads them. */
const ROWS = 100;

/** Every namespace and gateway of the plan, to be searched. */
export function Members({ report }: { readonly report: RolloutReport }): JSX.Element {
  const [text, setText] = useState('');
  const [shown, setShown] = useState<Shown>('all');
  const [rows, setRows] = useState(ROWS);
  const all = membersOf(report.waves);
  const found = filtered(all, shown, text);
  const names = { all: 'all', old: `still on ${report.from.revision}`, trouble: 'in trouble' };
  return (
    <section aria-labelledby="members">
      <h2 id="members">Namespaces and gateways</h2>
      <Filter
        names={names}
        text={text}
        shown={shown}
        onChange={(nextText, nextShown) => {
          setText(nextText);
          setShown(nextShown);
          setRows(ROWS);
        }}
      >
        {found.length} of {all.length}
      </Filter>
      <Table
        caption="Namespaces and gateways of the plan"
        head={[
          'Name',
          'Wave',
          'Cluster',
          'State',
          'Gates',
          'Proxies',
          'Errors',
          'Slow',
          'Requests',
          'Why',
        ]}
        empty="None."
        rows={found.slice(0, rows).map(cellsOf)}
      />
      {found.length <= rows ? null : (
        <button
          type="button"
          onClick={() => {
            setRows(rows + ROWS);
          }}
        >
          Show {Math.min(ROWS, found.length - rows)} more
        </button>
      )}
    </section>
  );
}

interface FilterProps {
  /** What each choice is called. */
  readonly names: Readonly<Record<Shown, string>>;
  readonly text: string;
  readonly shown: Shown;
  readonly onChange: (text: string, shown: Shown) => void;
  /** What was found. */
  readonly children: ComponentChildren;
}

function Filter({ names, text, shown, onChange, children }: FilterProps): JSX.Element {
  return (
    <p>
      <label>
        Search{' '}
        <input
          type="search"
          value={text}
          onInput={({ currentTarget }) => {
            onChange(currentTarget.value, shown);
          }}
        />
      </label>{' '}
      <label>
        Show{' '}
        <select
          value={shown}
          onChange={({ currentTarget }) => {
            onChange(text, SHOWN.find((one) => one === currentTarget.value) ?? 'all');
          }}
        >
          {SHOWN.map((one) => (
            <option key={one} value={one}>
              {names[one]}
            </option>
          ))}
        </select>
      </label>{' '}
      <span role="status">{children}</span>
    </p>
  );
}

function cellsOf({ wave, member }: WaveMember): readonly (string | JSX.Element)[] {
  const { name, cluster, state, verdict, proxies, shares, info } = member;
  return [
    name,
    wave,
    cluster,
    state,
    <VerdictMark key="verdict" verdict={verdict} />,
    proxies === null ? 'not known' : `${proxies.moved}/${proxies.all}`,
    shareText(shares?.errors ?? null),
    shareText(shares?.slow ?? null),
    shares === null ? '' : countText(shares.requests),
    info,
  ];
}

/** `upper bound / limit` */
function shareText(share: MemberShare | null): string {
  return share === null || share.all === 0
    ? ''
    : `${percent(share.upper)} / ${percent(share.limit)}`;
}
