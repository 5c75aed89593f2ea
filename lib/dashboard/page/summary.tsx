import type { ComponentChildren, JSX } from 'preact';
import { durationText, rangeText } from '../../cli/views/duration-text';
import type { Blocker } from '../../rollout/report/blockers';
import type { Moved } from '../../rollout/report/coverage';
import type { RolloutReport } from '../../rollout/report/rollout-report';
import type { WayBack } from '../../rollout/report/way-back';
import { Copied } from './copied';
import { Table } from './table';

/** Where a rollout is, whether it is safe, what blocks it, what is next. */
export function Summary({ report }: { readonly report: RolloutReport }): JSX.Element {
  const { state, phase, status, coverage, token, attempt, next } = report;
  return (
    <section aria-labelledby="now">
      <h2 id="now">Now</h2>
      <dl>
        <dt>state</dt>
        <dd class={toneOf(state)}>{state === 'running' ? phase : state}</dd>
        <dt>status</dt>
        <dd>{status}</dd>
        <dt>plan</dt>
        <dd>
          <code>{token}</code>, attempt {attempt}
        </dd>
        <dt>moved</dt>
        <dd>
          <Progress what="namespaces and gateways" moved={coverage.members} />
          <Progress what="proxies" moved={coverage.proxies} />
        </dd>
        <dt>next</dt>
        <dd>
          {next.text}
          {next.actions.length === 0 ? null : (
            <ul>
              {next.actions.map(({ type, count, subjects, reason }, index) => (
                <li key={index}>
                  {type}
                  {count > 1 ? ` ×${count}` : ''} {subjects}: {reason}
                </li>
              ))}
            </ul>
          )}
        </dd>
        <Outlook report={report} />
      </dl>
      <Blockers report={report} />
    </section>
  );
}

/** How long it takes, how safe it is, and what is not known. */
function Outlook({ report }: { readonly report: RolloutReport }): JSX.Element {
  const { state, coverage, remaining, driver, failure } = report;
  const isOver = state === 'done' || state === 'rolled-back';
  return (
    <>
      {remaining.map(({ until, ...range }) => (
        <Fact key={until} label={`until ${until}`}>
          {rangeText(range)}
        </Fact>
      ))}
      {report.wayBack === null ? null : <Fact label="way back">{wayBackText(report.wayBack)}</Fact>}
      {isOver ? null : (
        <Fact label="driver" tone={driver.held ? '' : 'bad'}>
          {driver.message}
        </Fact>
      )}
      {coverage.unknown === null ? null : (
        <Fact label="not known" tone="doubt">
          {coverage.unknown}
        </Fact>
      )}
      {failure === null ? null : (
        <Fact label="went back" tone="bad">
          {failure.message} (<time dateTime={failure.at}>{failure.at}</time>)
        </Fact>
      )}
    </>
  );
}

interface FactProps {
  readonly label: string;
  readonly tone?: string;
  readonly children: ComponentChildren;
}

function Fact({ label, tone = '', children }: FactProps): JSX.Element {
  return (
    <>
      <dt>{label}</dt>
      <dd class={tone}>{children}</dd>
    </>
  );
}

function Progress({ what, moved }: { what: string; moved: Moved | null }): JSX.Element {
  if (moved === null) return <div class="doubt">{what}: not known</div>;
  return (
    <div>
      <progress aria-label={what} max={Math.max(1, moved.all)} value={moved.moved} /> {moved.moved}{' '}
      of {moved.all} {what}
    </div>
  );
}

function Blockers({ report }: { readonly report: RolloutReport }): JSX.Element {
  const { blockers, state, at } = report;
  return (
    <>
      <h3>Waits for</h3>
      <Table
        caption="What the rollout waits for"
        head={['Cause', 'Wave', 'Message', 'Until', 'Command']}
        empty={state === 'running' ? 'Nothing: the next look decides.' : 'Nothing.'}
        rows={blockers.map((blocker) => [
          blocker.cause,
          blocker.wave,
          blocker.message,
          untilText(blocker, at),
          blocker.command === null ? '' : <Copied key="copy" command={blocker.command} />,
        ])}
      />
    </>
  );
}

function untilText({ until, then }: Blocker, at: string): string {
  if (until === null) return then === null ? '' : `then it ${then}`;
  const left = durationText((Date.parse(until) - Date.parse(at)) / 1000);
  return `${left}, until ${until}${then === null ? '' : `, then it ${then}`}`;
}

function wayBackText({ ready, istiods, sameRoot, injects, seconds, reason }: WayBack): string {
  const word = ready === null ? 'not known' : ready ? 'ready' : 'not ready';
  const facts = [
    istiods === null ? 'istiod not known' : `istiod ${istiods.ready}/${istiods.all} ready`,
    sameRoot === null ? 'root not known' : sameRoot ? 'same root' : 'another root',
    injects === null ? 'injector not known' : injects ? 'injects' : 'does not inject',
    ...(seconds === null ? [] : [`about ${durationText(seconds)}`]),
  ];
  return `${word} (${facts.join(', ')})${reason === '' ? '' : `; ${reason}`}`;
}

function toneOf(state: RolloutReport['state']): string {
  if (state === 'done') return 'good';
  if (state === 'running') return 'strong';
  return state === 'blocked' || state === 'rolled-back' || state === 'unattended' ? 'bad' : 'doubt';
}
