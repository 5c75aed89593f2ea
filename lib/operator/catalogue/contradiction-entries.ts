import type { CatalogueEntry } from './catalogue-entry';

/** Settings that contradict each other, and settings that change nothing. */
export const CONTRADICTION_ENTRIES = {
  'conflicting-settings': {
    severity: 'warning',
    title: 'The same is said twice, and differently',
    meaning:
      'Istio has several names for many things. Which of two holds differs from one to the next: values win over hub, tag, revision and compatibilityVersion of the spec, meshConfig of the spec wins over that of the values, and what a component says wins over the values of its chart.',
    remedy: 'Keep the one that is meant, and remove the other.',
    example:
      'spec:\n  hub: registry.example.com/istio\n  values:\n    global:\n      hub: registry.istio.io/release\n',
  },
  'ignored-field': {
    severity: 'warning',
    title: 'A field is ignored',
    meaning: 'istioctl takes the field and does nothing with it, and so does this.',
    remedy: 'Set what the message names in its place, or remove the field.',
    example: 'spec:\n  namespace: mesh\n',
  },
  'component-not-installed': {
    severity: 'warning',
    title: 'Something is set of a component that is not installed',
    meaning: 'Nothing that the document installs reads the values or settings.',
    remedy: 'Switch the component on, or remove what is set of it.',
    example: 'spec:\n  values:\n    cni:\n      logging:\n        level: debug\n',
  },
  'overwritten-value': {
    severity: 'warning',
    title: 'A value is overwritten',
    meaning:
      'The value follows from what the components say, whatever the document writes into it.',
    remedy: 'Say it with the component that the message names.',
    example: 'spec:\n  values:\n    pilot:\n      cni:\n        enabled: true\n',
  },
  'idle-value': {
    severity: 'warning',
    title: 'A value changes nothing',
    meaning:
      "Istio's API has the value, and no chart and no istiod reads it, whatever else is set.",
    remedy: 'Remove it; the message names what does the same, where there is something.',
    example: 'spec:\n  values:\n    global:\n      podDNSSearchNamespaces:\n        - global\n',
  },
  'unmet-precondition': {
    severity: 'warning',
    title: 'A value acts only together with another one',
    meaning: 'The other value is not as it has to be, so this one changes nothing.',
    remedy: 'Set the other value as well, or remove this one.',
    example: 'spec:\n  values:\n    pilot:\n      taint:\n        name: example.com/not-ready\n',
  },
  'no-effect': {
    severity: 'warning',
    title: 'A setting of a component finds nothing to change',
    meaning:
      'The objects of the component have no place for it: there is no such object, no such field, or something else decides.',
    remedy: 'Remove it, or set what the message names in its place.',
    example:
      'spec:\n  components:\n    cni:\n      enabled: true\n      k8s:\n        replicaCount: 2\n',
  },
  'overlay-without-effect': {
    severity: 'error',
    title: 'An overlay matches nothing',
    meaning:
      'No object of the component has this kind and name, or its path leads nowhere. istioctl passes over it in silence.',
    remedy:
      'Take one of the objects, or of the elements, that the message names. Objects of a revision have its name in theirs.',
  },
  'replicas-with-autoscaler': {
    severity: 'warning',
    title: 'A number of replicas beside an autoscaler',
    meaning:
      'Every deployment sets the number back, and the autoscaler changes it again: under load that takes pods away.',
    remedy:
      "Set k8s.hpaSpec.minReplicas, or switch the autoscaler off with autoscaleEnabled in the component's values.",
    example: 'spec:\n  components:\n    pilot:\n      k8s:\n        replicaCount: 3\n',
  },
  'nothing-rendered': {
    severity: 'warning',
    title: 'The charts render nothing',
    meaning: 'Istio\'s API allows a scope "undefined", with which every chart is empty.',
    remedy: 'Take all, cluster or namespace, or leave it out.',
    example: 'spec:\n  values:\n    global:\n      resourceScope: undefined\n',
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
