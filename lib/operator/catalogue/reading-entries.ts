import type { CatalogueEntry } from './catalogue-entry';

/** What can be wrong with the form of documents, settings and variables. */
export const READING_ENTRIES = {
  'malformed-yaml': {
    severity: 'error',
    title: 'The text is no YAML',
    meaning: 'Nothing of the document could be read.',
    remedy: 'Mend the line that is named; a colon followed by a space in a value needs quotes.',
    example: 'spec:\n  hub: a: b\n',
  },
  'wrong-encoding': {
    severity: 'error',
    title: 'The text is not UTF-8',
    meaning: 'Nothing of it could be read, or only by guessing.',
    remedy: 'Write the file in UTF-8, without the character that is named.',
  },
  'too-large': {
    severity: 'error',
    title: 'The text is larger than any document has to be',
    meaning: 'It was not read any further, so that no document can use up memory or time.',
    remedy: 'Shorten it, or nest it less; aliases count as often as they are used.',
  },
  'duplicate-key': {
    severity: 'error',
    title: 'A key is there twice',
    meaning: 'One of the two would be lost without a word.',
    remedy: 'Remove one of them.',
    example: 'spec:\n  hub: registry.example.com/one\n  hub: registry.example.com/two\n',
  },
  'several-documents': {
    severity: 'error',
    title: 'There are several documents in one file',
    meaning: 'A file holds one IstioOperator.',
    remedy:
      'Give each a file of its own, and name them in the order in which they are laid over one another.',
    example:
      'spec:\n  hub: registry.example.com/one\n---\nspec:\n  hub: registry.example.com/two\n',
  },
  'more-problems': {
    severity: 'error',
    title: 'There are more problems than are told',
    meaning: 'A text that is broken in one place often seems broken everywhere behind it.',
    remedy: 'Mend those that are told, and look again.',
  },
  'not-an-operator': {
    severity: 'error',
    title: 'The document is no IstioOperator',
    meaning: 'It has another kind or version, or is no object at all.',
    remedy: 'Begin with apiVersion: install.istio.io/v1alpha1 and kind: IstioOperator.',
  },
  'unknown-field': {
    severity: 'error',
    title: 'There is no such field',
    meaning:
      'Istio knows no field of this name there. istioctl passes over many of them in silence, and what they were meant to do does not happen.',
    remedy:
      'Take the name that is suggested, or remove the field. A value that only a chart of your own reads goes into unvalidatedValues.',
    example: 'spec:\n  revison: 1-31\n',
  },
  'wrong-type': {
    severity: 'error',
    title: 'A value has another type',
    meaning: 'Where a number is expected there is text, or the like.',
    remedy:
      'Write the type that is named. In YAML, y, on and no are booleans, and 1.30 is the number 1.3.',
    example: "spec:\n  components:\n    pilot:\n      enabled: 'yes'\n",
  },
  'invalid-value': {
    severity: 'error',
    title: 'A value is not allowed',
    meaning: 'The value has the right type, but nothing could work with it.',
    remedy: 'Take one of the values, or the form, that the message names.',
    example: 'spec:\n  profile: minimal\n  revision: 1.31.0\n',
  },
  'exclusive-fields': {
    severity: 'error',
    title: 'Two fields exclude each other',
    meaning: 'One of them takes effect at most, and which one is not said anywhere.',
    remedy: 'Remove all but one.',
    example:
      'spec:\n  meshConfig:\n    defaultConfig:\n      tracing:\n        zipkin:\n          address: zipkin.tracing:9411\n        datadog:\n          address: datadog.tracing:8126\n',
  },
  'deprecated-field': {
    severity: 'warning',
    title: 'Istio has deprecated a field',
    meaning: 'It works, and will be gone in a later version.',
    remedy: 'Say the same with the field that Istio names in its place.',
    example: 'spec:\n  values:\n    pilot:\n      nodeSelector:\n        disk: ssd\n',
  },
  'number-as-tag': {
    severity: 'warning',
    title: 'A tag is a number',
    meaning: 'YAML reads 1.30 as the number 1.3, and that is the image that would be pulled.',
    remedy: 'Write the tag in quotes.',
    example: 'spec:\n  values:\n    pilot:\n      tag: 1.30\n',
  },
  'malformed-setting': {
    severity: 'error',
    title: 'A setting cannot be carried out',
    meaning: 'It has no path, no value, or its path leads through something that it does not fit.',
    remedy: 'Write path=value, such as --set values.pilot.autoscaleMin=2.',
  },
  'unknown-variable': {
    severity: 'error',
    title: 'An environment variable is not known',
    meaning:
      'It has the prefix ISTIO_REVISIONS_, and nothing reads it: it would be without effect.',
    remedy: 'Take one of the names that the message lists, or unset it.',
  },
  'unknown-profile': {
    severity: 'error',
    title: 'There is no such profile',
    meaning: 'The charts cannot be rendered with it.',
    remedy:
      "Take a profile that the charts have. Those of spec.profile and of values.profile are not the same: the first choose components, the second the charts' own values.",
    example: 'spec:\n  values:\n    profile: default\n',
  },
  'unknown-compatibility-version': {
    severity: 'error',
    title: 'There is no such compatibility version',
    meaning: 'The charts only know older minors than their own, and of those a few.',
    remedy: 'Take a version that the message lists, in quotes, or leave it out.',
    example: "spec:\n  compatibilityVersion: '1.31'\n",
  },
  'unknown-platform': {
    severity: 'error',
    title: 'There is no such platform',
    meaning: 'The charts cannot be rendered with it.',
    remedy: 'Take a platform that the message lists, or leave it out: most need none.',
    example: 'spec:\n  values:\n    global:\n      platform: eks\n',
  },
  'unsupported-minor': {
    severity: 'error',
    title: 'The Istio minor is not supported',
    meaning: 'There are no types and no rules for it, so nothing could be checked.',
    remedy:
      'Take a version of a supported minor, or a version of istio-revisions that supports it.',
  },
  'not-supported': {
    severity: 'error',
    title: 'This cannot be part of a revision',
    meaning:
      'What is described belongs to no revision, or has no place in the object that describes one.',
    remedy: 'Take what the message names in its place.',
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
