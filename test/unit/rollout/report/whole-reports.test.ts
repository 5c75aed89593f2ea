import { explainRollout } from '../../../../lib/rollout/report/explain-rollout';
import { rolloutReport, type RolloutReport } from '../../../../lib/rollout/report/rollout-report';
import { aReportInput, explained } from '../../../support/report-builders';
import { RARE_SITUATIONS } from '../../../support/rare-situations';
import { SITUATIONS } from '../../../support/report-situations';

/** What a report says, without what it says once for each cluster too. */
const toldBy = ({ clusters: _, ...rest }: RolloutReport) => leavesOf(rest);

describe('everything that a report says of a rollout', () => {
  const usual = () => toldBy(rolloutReport(aReportInput()));
  const newsIn = (leaves: readonly string[]) => {
    const known = usual();
    return leaves.filter((leaf) => !known.includes(leaf));
  };

  it('that moves a wave', () => {
    expect(usual().join('\n')).toMatchSnapshot();
  });

  it.each(SITUATIONS)('that %s, beside that', (_, changes) => {
    const leaves = toldBy(rolloutReport(aReportInput(changes)));
    expect(newsIn(leaves).join('\n')).toMatchSnapshot();
  });

  it.each(RARE_SITUATIONS)('that %s, beside that', (_, changes, name) => {
    const input = aReportInput(changes);
    const leaves = [
      ...toldBy(rolloutReport(input)),
      ...leavesOf(explainRollout(input, name)).filter((leaf) =>
        leaf.startsWith('explanation namespace'),
      ),
    ];
    // What each gate says is told of the usual situations.
    const news = newsIn(leaves).filter((leaf) => !leaf.startsWith('gates'));
    expect(news.join('\n')).toMatchSnapshot();
  });

  it.each(['web', 'ledger', 'core', 'edge'])('when it explains %s, beside that', (name) => {
    const leaves = leavesOf(explained(aReportInput(), name));
    expect(newsIn(leaves).join('\n')).toMatchSnapshot();
  });
});

/** Each value with where it stands, and all of an item of a list in one line. */
function leavesOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null)
    return [`${path}: ${JSON.stringify(value, rounded)}`];
  if (Array.isArray(value))
    return value.flatMap((item: unknown) =>
      isWave(item)
        ? leavesOf(item, `${path} ${item.name}`)
        : `${path}: ${JSON.stringify(item, rounded)}`,
    );
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, `${path} ${key}`.trim()));
}

function isWave(item: unknown): item is { readonly name: string } {
  return typeof item === 'object' && item !== null && 'members' in item;
}

/** Bounds of shares are computed: their last digits are nobody's business. */
function rounded(_: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(10)) : value;
}
