/** Imports go one way; see docs/adr/0001-layers.md. */
const notTo = (from, to, comment, name) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: to },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'pure-core',
      comment:
        'lib/operator, lib/rollout and lib/layers decide; they read nothing and change nothing.',
      severity: 'error',
      from: { path: '^lib/(operator|rollout|layers)/' },
      to: {
        pathNot: [
          '^lib/(operator|rollout|layers|generated)/',
          '^(crypto|util)$',
          '^node_modules/(yaml|ajv|fastest-levenshtein|jstat)/',
        ],
      },
    },
    {
      name: 'pure-model',
      comment: 'lib/simulate plays what lib/rollout decides, without any cluster.',
      severity: 'error',
      from: { path: '^lib/simulate/' },
      to: { pathNot: '^lib/(simulate|rollout)/|^lib/operator/.*type' },
    },
    notTo(
      '^lib/render/',
      '^lib/(cluster|deploy|reconcile|cli|dashboard)/|^(constructs|stacks|lab)/',
      'render only describes.',
      'render',
    ),
    notTo(
      '^constructs/',
      '^lib/(cluster|deploy|reconcile|cli|dashboard)/|^(stacks|lab)/',
      'constructs only describe.',
      'constructs',
    ),
    notTo(
      '^lib/cluster/',
      '^lib/(operator|render|deploy|reconcile|cli|dashboard)/|^(constructs|stacks|lab)/',
      'cluster reads and acts, beside render.',
      'cluster',
    ),
    notTo(
      '^lib/deploy/',
      '^lib/(operator|rollout|render|cluster|reconcile|cli|dashboard)/|^(constructs|stacks|lab)/',
      'deploy takes any cdk8s tree.',
      'deploy',
    ),
    notTo(
      '^lib/git/',
      '^lib/(cluster|deploy|reconcile|cli|dashboard)/|^(constructs|stacks|lab)/',
      'a tree and its repository, whoever applies it.',
      'git',
    ),
    notTo(
      '^lib/git/(?!repository/)',
      'node_modules/simple-git/',
      'what is committed is decided without a repository.',
      'git-decides-purely',
    ),
    notTo(
      '^lib/reconcile/',
      '^lib/(cli|dashboard)/|^(stacks|lab)/',
      'the loop knows no front end.',
      'reconcile',
    ),
    {
      name: 'page-runs-in-a-browser',
      comment:
        'What the page runs is pure, or its own: nothing of Node, and nothing that reads a cluster.',
      severity: 'error',
      from: { path: '^lib/dashboard/page/' },
      to: {
        pathNot: [
          '^lib/dashboard/(page/|page-data[.]ts$)',
          '^lib/rollout/',
          '^lib/cli/views/(page/printable|verdict-mark|duration-text|gate-numbers|page/page)[.]ts$',
          'node_modules/(preact|uplot)/',
        ],
      },
    },
    {
      name: 'stacks-describe',
      comment: 'Only program.ts may see the cluster and the engine.',
      severity: 'error',
      from: { path: '^stacks/', pathNot: '^stacks/(handed-)?program[.]ts$' },
      to: { path: '^lib/(cluster|deploy|reconcile|cli|dashboard)/|^lab/' },
    },
    {
      name: 'only-deploy-knows-pulumi',
      severity: 'error',
      from: {
        path: '^(constructs|stacks|lib)/',
        pathNot: '^lib/deploy/|^stacks/(handed-)?program[.]ts$',
      },
      to: { path: 'node_modules/@pulumi/' },
    },
    {
      name: 'product-without-lab',
      comment: 'Only the command line knows that there is a lab.',
      severity: 'error',
      from: { path: '^(constructs|stacks|lib)/', pathNot: '^lib/cli/' },
      to: { path: '^lab/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // A checkout may share the node_modules of another one by a link.
    preserveSymlinks: true,
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js'] },
  },
};
