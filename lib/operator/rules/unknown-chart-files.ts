import type { IssueCode } from '../catalogue/catalogue';
import type { Issue } from '../issue';
import { CHART_FILES, type ChartFiles } from './chart-files';
import { issueAt } from './issue-at';
import type { Rule } from './rule';
import { saidAt, specPath } from './said';
import { shown } from '../shown';

interface NamedFile {
  /** Path below the values. */
  readonly value: readonly string[];
  readonly code: IssueCode;
  readonly what: string;
  readonly known: keyof ChartFiles;
}

const PROFILE = { code: 'unknown-profile', what: 'profile', known: 'profiles' } as const;
const PLATFORM = { code: 'unknown-platform', what: 'platform', known: 'platforms' } as const;

const NAMED: readonly NamedFile[] = [
  { value: ['profile'], ...PROFILE },
  { value: ['global', 'profile'], ...PROFILE },
  { value: ['platform'], ...PLATFORM },
  { value: ['global', 'platform'], ...PLATFORM },
  {
    value: ['compatibilityVersion'],
    code: 'unknown-compatibility-version',
    what: 'compatibility version',
    known: 'compatibilityVersions',
  },
];

/**
 * Names of files that the charts do not have. A minor that this version knows nothing of is left to the charts.
 * @see https://github.com/istio/istio/blob/1.31.0/manifests/zzz_profile.yaml
 */
export const unknownChartFiles: Rule = (context) => {
  const files = CHART_FILES[context.minor];
  if (files === undefined) return [];
  return NAMED.flatMap(({ value, code, what, known }): Issue[] => {
    const said = saidAt(context.resolved.values, value);
    if (typeof said?.value !== 'string' || ['', ...files[known]].includes(said.value)) return [];
    const message = `found ${shown(said.value)}; the charts of ${context.minor} have no such ${what}, they have ${files[known].join(', ')}`;
    return [issueAt(context, code, specPath(said), message)];
  });
};
