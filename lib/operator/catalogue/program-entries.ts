import type { CatalogueEntry } from './catalogue-entry';

/** What can be wrong with constructs, environments and acknowledgements. */
export const PROGRAM_ENTRIES = {
  'unused-acknowledgement': {
    severity: 'error',
    title: 'An acknowledgement matches no warning',
    meaning: 'What it excused is gone, or was never there: it would hide the next one unseen.',
    remedy: 'Remove it, or mend its code or path.',
  },
  'acknowledgement-without-reason': {
    severity: 'error',
    title: 'An acknowledgement gives no reason',
    meaning: 'Nobody who reads it later can tell whether it still holds.',
    remedy: 'Say why the warning is fine here.',
  },
  'acknowledged-error': {
    severity: 'error',
    title: 'An error was acknowledged',
    meaning: 'Only warnings can be: nothing is rendered while there is an error.',
    remedy: 'Mend what the error says, and remove the acknowledgement.',
  },
  'document-and-props': {
    severity: 'error',
    title: 'A revision has a document and props',
    meaning: 'It would be described twice.',
    remedy: 'Move the props into the document.',
  },
  'revision-described-twice': {
    severity: 'error',
    title: 'Two objects describe one revision',
    meaning: 'They would undo what the other does.',
    remedy: 'Give one of them another revision, or delete it.',
  },
  'invalid-gateway': {
    severity: 'error',
    title: 'The generations of a gateway cannot be made',
    meaning: 'Its address would lead to no pods, or to those of another generation.',
    remedy: 'Mend the prop or the value as the message says.',
  },
  'invalid-network': {
    severity: 'error',
    title: 'The name of a network cannot be a label',
    meaning: 'Gateways and pods say by a label which network they are in.',
    remedy: 'Take letters, digits, "-", "_" and ".", at most 63.',
  },
  'invalid-cluster': {
    severity: 'error',
    title: 'A cluster of a mesh cannot be called so',
    meaning: 'Accounts and Secrets are named after the cluster that they are for, each once.',
    remedy: 'Take a DNS label, the same as values.global.multiCluster.clusterName there.',
  },
  'invalid-traffic': {
    severity: 'error',
    title: 'The traffic of an application would not go where it is sent',
    meaning: 'Istio takes such objects, and some requests find no pod, no gateway or no time.',
    remedy: 'Mend the field of the object that is named.',
  },
  'invalid-team': {
    severity: 'error',
    title: 'The namespace of a team would not be what it says',
    meaning: 'Its label would belong to two, or a policy would let in nobody, or everybody.',
    remedy: 'Mend the field of the namespace or of the object that is named.',
  },
  'invalid-layer': {
    severity: 'error',
    title: 'The layers above the mesh do not fit each other, or the platform',
    meaning:
      'A team or an application reaches into what is another’s, or counts on what is not there.',
    remedy: 'Mend the field of the team, the application or the object that is named.',
  },
  'invalid-rollout': {
    severity: 'error',
    title: 'A rollout cannot be carried out as it is written',
    meaning: 'Nothing of it was started.',
    remedy: 'Mend waves, times or gates as the message says.',
  },
  'invalid-environment': {
    severity: 'error',
    title: 'An environment contradicts itself',
    meaning: 'Nothing of it is rendered or deployed.',
    remedy: 'Mend the field of the environment that is named.',
  },
  'invalid-operator': {
    severity: 'error',
    title: 'The operator cannot be installed with these props',
    meaning: 'It would not keep its state, or not start.',
    remedy: 'Mend the prop that is named.',
  },
  'invalid-position': {
    severity: 'error',
    title: 'The file with the position of a rollout cannot be used',
    meaning: 'What is rendered depends on which waves were released.',
    remedy: 'Write it again with "rollout status", or mend the field that is named.',
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
