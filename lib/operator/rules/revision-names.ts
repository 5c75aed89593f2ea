import { DNS_LABEL } from '../dns-label';
import type { Issue } from '../issue';
import { valueAt } from '../traced';
import { isAnyInstalled } from './absent-components';
import { issueAt } from './issue-at';
import { textOf, textsOf } from '../json-at';
import type { Rule, RuleContext } from './rule';
import { saidAt, specPath } from './said';

/** What labels call the revision that has no name. */
const DEFAULT = 'default';

interface Name {
  readonly name: string;
  /** Below the spec. */
  readonly path: readonly string[];
}

/** Names of revisions and revision tags that cannot work, or do not mean what they seem to. */
export const revisionNames: Rule = (context) => [
  ...forms(context),
  ...namedDefault(context),
  ...takenTags(context),
  ...defaultElsewhere(context),
];

/** @see https://github.com/istio/istio/blob/1.31.0/operator/pkg/apis/validation/validation.go */
function forms(context: RuleContext): Issue[] {
  const names = [
    ...nameAt(context, 'revision'),
    ...nameAt(context, 'defaultRevision'),
    ...tagsOf(context),
  ];
  return names
    .filter(({ name }) => !DNS_LABEL.test(name))
    .map(({ name, path }) =>
      issueAt(
        context,
        'invalid-value',
        path,
        `found "${name}"; it must be a DNS label: at most 63 lower-case letters, digits and "-", such as "1-31"`,
      ),
    );
}

function nameAt({ resolved }: RuleContext, value: 'revision' | 'defaultRevision'): Name[] {
  const said = saidAt(resolved.values, [value]);
  const name = textOf(said?.value);
  return said === undefined || name === undefined ? [] : [{ name, path: specPath(said) }];
}

function tagsOf({ resolved }: RuleContext): Name[] {
  const said = saidAt(resolved.values, ['revisionTags']);
  if (said === undefined) return [];
  return textsOf(said.value).map(([place, name]) => ({ name, path: [...specPath(said), place] }));
}

/**
 * `istioctl --revision default` means no revision at all, but a document that says so gets objects that are called
 * `istiod-default`, which nothing that looks for the default revision finds.
 * @see https://github.com/istio/istio/blob/1.31.0/operator/cmd/mesh/shared.go
 */
function namedDefault(context: RuleContext): Issue[] {
  return nameAt(context, 'revision')
    .filter(({ name }) => name === DEFAULT)
    .map(({ path }) =>
      issueAt(
        context,
        'revision-named-default',
        path,
        'found "default", which is a name like any other here: the Service is called istiod-default, and namespaces with istio-injection=enabled are not injected; leave the revision out, or name it otherwise and add the revision tag "default"',
      ),
    );
}

/**
 * Two injectors would select the same pods. istioctl takes no such tag either, and installs nothing with overlapping injectors.
 * @see https://github.com/istio/istio/issues/56128
 * @see https://github.com/istio/istio/issues/43932
 */
function takenTags(context: RuleContext): Issue[] {
  const own = context.resolved.revision || DEFAULT;
  const tags = tagsOf(context);
  return tags.flatMap(({ name, path }, index) => {
    const isRepeated = tags.findIndex((tag) => tag.name === name) < index;
    if (name !== own && !isRepeated) return [];
    const why = isRepeated
      ? 'which is listed twice'
      : 'which is what the revision itself is called';
    const message = `found "${name}", ${why}: two injectors would select the same pods; remove it`;
    return [issueAt(context, 'revision-tag-taken', path, message)];
  });
}

/**
 * The validator of objects that name no revision, at an istiod that this document does not install: where nobody else does,
 * every write of an Istio object is refused.
 * @see https://github.com/istio/istio/issues/28880
 * @see https://github.com/istio/istio/issues/35590
 */
function defaultElsewhere(context: RuleContext): Issue[] {
  const { values, revision } = context.resolved;
  const [chosen] = nameAt(context, 'defaultRevision');
  const hasBoth = isAnyInstalled(context, ['base']) && isAnyInstalled(context, ['pilot']);
  const hasUrl = textOf(valueAt(values, ['base', 'validationURL'])) !== undefined;
  if (chosen === undefined || !hasBoth || hasUrl || chosen.name === (revision || DEFAULT))
    return [];
  const service = chosen.name === DEFAULT ? 'istiod' : `istiod-${chosen.name}`;
  const message = `found "${chosen.name}", but this document installs ${revision === '' ? 'the revision without a name' : `revision ${revision}`}: Istio objects are validated by the Service ${service}, and where there is none, every write of one is refused; set it to "${revision || DEFAULT}"`;
  return [issueAt(context, 'default-revision-elsewhere', chosen.path, message)];
}
