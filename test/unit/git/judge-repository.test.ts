import { judgeRepository, type RepositoryFacts } from '../../../lib/git/delivery/judge-repository';

const OWN = {
  hash: 'f'.repeat(40),
  message: 'dev: wave 1/4 a moves to 1-31\n\nIstio-Revisions-Environment: dev\n',
};
const CLEAN: RepositoryFacts = {
  branch: 'main',
  changed: [],
  ignored: [],
  ahead: [],
  theirs: null,
};
const WANTED = {
  environment: 'dev',
  branch: 'main',
  isOurs: (file: string) => file.startsWith('manifests/dev/') || file === 'rollout.dev.yaml',
  isAsWanted: (file: string) => file === 'rollout.dev.yaml',
};

const judged = (facts: Partial<RepositoryFacts>) => judgeRepository({ ...CLEAN, ...facts }, WANTED);

describe('a checkout in which a step is to be committed', () => {
  it('is good as it is where it is clean, on the branch, and as the remote', () => {
    expect(judged({})).toEqual({ ok: true, first: 'nothing' });
  });

  it('takes in what the remote has, below its own commits where there are some', () => {
    expect(judged({ theirs: ['README.md'] })).toEqual({ ok: true, first: 'fast-forward' });
    expect(judged({ theirs: ['rollout.dev.yaml'] })).toEqual({ ok: true, first: 'fast-forward' });
    expect(judged({ theirs: ['README.md'], ahead: [OWN] })).toEqual({ ok: true, first: 'rebase' });
    const other = { ...OWN, message: OWN.message.replace(': dev', ': prod') };
    expect(judged({ ahead: [other] })).toEqual({ ok: true, first: 'nothing' });
  });

  it('may hold what a killed run has written already, and nothing else of its own files', () => {
    expect(judged({ changed: ['rollout.dev.yaml'] })).toMatchObject({ ok: true });
    expect(judged({ changed: ['manifests/dev/namespaces/6-labels.yaml'] })).toMatchObject({
      ok: false,
    });
  });

  it.each<[string, Partial<RepositoryFacts>, string]>([
    ['another branch', { branch: 'mine' }, 'git switch main'],
    ['a change that is not committed', { changed: ['stacks/synth.ts'] }, 'stacks/synth.ts'],
    ['files that Git ignores', { ignored: ['manifests/dev'] }, '.gitignore'],
    ['a commit of somebody', { ahead: [{ hash: 'abcdef0123', message: 'mine' }] }, 'abcdef01 mine'],
    [
      'its own commit, and its own file changed on the remote',
      { ahead: [OWN], theirs: ['rollout.dev.yaml'] },
      'git log main..origin/main',
    ],
  ])('is refused with %s', (_what, facts, problem) => {
    expect(judged(facts)).toEqual({
      ok: false,
      problem: expect.stringContaining(problem) as string,
    });
  });
});
