import { App, Chart } from 'cdk8s';
import { IstiodRevision } from '../../../constructs';
import { treeNotes } from '../../../stacks/tree-notes';
import { RENDER_SETUP_MS, renderEnvironment } from '../../support/render-environment';

let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  env = await renderEnvironment();
}, RENDER_SETUP_MS);

const notesOf = (hub: string | undefined) => {
  const app = new App();
  const chart = new Chart(app, 'mesh');
  const environmentVariables = {
    ...env,
    ISTIO_REVISIONS_HUB: 'secret.example.org/istio',
    ISTIO_REVISIONS_SET_1_31: 'values.global.logAsJson=true',
  };
  new IstiodRevision(chart, 'istiod', {
    revision: '1-31',
    version: '1.31.0',
    ...(hub === undefined ? {} : { hub }),
    environmentVariables,
  });
  return treeNotes(app);
};

describe('what environment variables decide', () => {
  it('is told with the variable, the field and the construct, but not the value', () => {
    expect(notesOf(undefined)).toEqual([
      'ISTIO_REVISIONS_HUB sets spec.hub of mesh/istiod',
      'ISTIO_REVISIONS_SET_1_31 sets spec.values.global.logAsJson of mesh/istiod',
    ]);
  });

  it('is not told where the source has the last word', () => {
    expect(notesOf('registry.example.org')).toEqual([
      'ISTIO_REVISIONS_SET_1_31 sets spec.values.global.logAsJson of mesh/istiod',
    ]);
  });
});
