import { MINORS, type Minor } from '../../generated/minors';
import type { InitOptions } from './init-options';
import { nameProblem } from './name-problem';

/** What was answered so far. */
export interface Answers {
  readonly source?: 'scratch' | 'lab' | 'document' | 'cluster';
  /** Path of the document. */
  readonly from?: string;
  readonly env?: string;
  readonly minor?: Minor;
  readonly gateway?: boolean;
}

/** Something that nobody but the person can know. */
export type Question = {
  readonly about: keyof Answers;
  readonly message: string;
} & (
  | {
      readonly kind: 'choice';
      readonly choices: readonly { readonly value: string; readonly name: string }[];
      readonly standard: string;
    }
  | {
      readonly kind: 'text';
      /** `null` where there is none. */
      readonly standard: string | null;
      /** Why an answer is none; `null` where it is one. */
      readonly problem: (answer: string) => string | null;
    }
  | { readonly kind: 'yes or no'; readonly standard: boolean }
);

/** What a document says of itself. */
export interface Documents {
  /** Why a path names none; `null` where it does. */
  readonly problem: (path: string) => string | null;
  readonly namesVersion: (path: string) => boolean;
}

const NEWEST = MINORS[MINORS.length - 1] ?? MINORS[0];

/** Where the gateway of a new mesh is, unless the file is edited. */
const GATEWAY = 'istio-ingress/ingress';

const SOURCE: Question = {
  about: 'source',
  kind: 'choice',
  message: 'What does the project begin with?',
  choices: [
    { value: 'scratch', name: 'a new mesh' },
    { value: 'lab', name: 'a mesh in the lab, with a rollout to try' },
    { value: 'document', name: 'an IstioOperator document' },
    { value: 'cluster', name: 'what runs in the cluster of the kubeconfig' },
  ],
  standard: 'scratch',
};

const NAME: Question = {
  about: 'env',
  kind: 'text',
  message: 'Name of its environment',
  standard: 'dev',
  problem: nameProblem,
};

const MINOR: Question = {
  about: 'minor',
  kind: 'choice',
  message: 'Minor of Istio',
  choices: MINORS.map((value) => ({ value, name: value })),
  standard: NEWEST,
};

const GATEWAY_QUESTION: Question = {
  about: 'gateway',
  kind: 'yes or no',
  message: `A gateway for traffic from outside (${GATEWAY})?`,
  standard: false,
};

/** What is asked after these answers; `null` once nothing is left that only a person knows. */
export function nextQuestion(answers: Answers, documents: Documents): Question | null {
  const { source, from } = answers;
  if (source === undefined) return SOURCE;
  const isScratch = source === 'scratch';
  const wanted: readonly (Question | null)[] = [
    source === 'document' ? documentQuestion(documents) : null,
    NAME,
    isScratch || (from !== undefined && !documents.namesVersion(from)) ? MINOR : null,
    isScratch ? GATEWAY_QUESTION : null,
  ];
  return wanted.find((one) => one !== null && answers[one.about] === undefined) ?? null;
}

/** The options that stand for the answers; what was not asked is as without questions. */
export function answeredOptions(answers: Answers): InitOptions {
  const { source, from, env, minor, gateway } = answers;
  return {
    env: env ?? 'dev',
    gateway: gateway === true ? [GATEWAY] : [],
    ...(source === 'lab' ? { lab: true as const } : {}),
    ...(source === 'cluster' ? { fromCluster: true as const } : {}),
    ...(from === undefined ? {} : { from }),
    ...(minor === undefined ? {} : { istio: `${minor}.0` }),
  };
}

function documentQuestion({ problem }: Documents): Question {
  return { about: 'from', kind: 'text', message: 'Path of the document', standard: null, problem };
}
