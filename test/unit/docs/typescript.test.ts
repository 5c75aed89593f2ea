import { readPages, type Block } from '../../support/docs/read-pages';
import { typeProblems } from '../../support/docs/type-problems';

// One program of the compiler for all of them.
jest.setTimeout(120_000);

const BLOCKS = readPages().flatMap(({ blocks }) =>
  blocks.filter(({ language }) => ['ts', 'typescript'].includes(language)),
);

const block = (text: string): Block => ({
  place: 'page.md:1',
  page: 'page.md',
  language: 'ts',
  text,
});

it('shows no TypeScript that an editor would refuse', () => {
  expect(BLOCKS.length).toBeGreaterThan(20);
  const wrong = [
    block("mesh: { revisions: [{ revison: '1-30' }] },"),
    block("{ name: 'edge', gateway: [] },"),
    block("new TeamNamespace(this, 'shop', { nam: 'shop' });"),
    block("import { MeshBas } from './constructs';"),
    block('rollout: {'),
  ];
  const problems = typeProblems([...BLOCKS, ...wrong]);
  // What is wrong on purpose, so that the compiler is known to look: it is told for page.md, and nothing else is.
  expect(problems.filter((problem) => !problem.startsWith('page.md'))).toEqual([]);
  const told = ["'revison'", "'gateway'", "'nam'", "'MeshBas'", "'}' expected"];
  for (const name of told)
    expect(problems).toEqual(expect.arrayContaining([expect.stringContaining(name)]));
});
