import { commandsPage } from '../../lib/cli/commands-page';
import { createProgram } from '../../lib/cli/main';
import { problemsPage } from '../../lib/operator/catalogue/problems-page';
import { CONSTRUCTS_SOURCES, constructsPage } from './constructs-page';
import { METRICS_SOURCES, metricsPage } from './metrics-page';
import { sourceProgram } from './source-program';
import { SPEC_SOURCES, specPage } from './spec-page';

/** The pages of docs/ that follow from the code, by their names. */
export function docsPages(): Readonly<Record<string, string>> {
  const source = sourceProgram([...SPEC_SOURCES, ...CONSTRUCTS_SOURCES, ...METRICS_SOURCES]);
  const spec = specPage(source);
  return {
    'commands.md': commandsPage(createProgram()),
    'constructs.md': constructsPage(source, spec.types),
    'metrics.md': metricsPage(source),
    'problems.md': problemsPage(),
    'spec.md': spec.text,
  };
}
