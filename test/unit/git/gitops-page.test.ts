import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TOOLS } from '../../../lib/git/tree/manifest-place';
import { ROLLOUT_PHASES } from '../../../lib/rollout/object/rollout-status';

const PAGE = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'gitops.md'), 'utf8');
const LUA = /```lua\n(.*?)```/s.exec(PAGE)?.[1] ?? '';

describe('the page about GitOps', () => {
  it('tells Argo CD the health of a rollout in every phase that there is, and in no other', () => {
    const named = [...LUA.matchAll(/(\w+) = "(?:Healthy|Degraded|Suspended|Progressing)"/g)]
      .map(([, phase]) => phase)
      .filter((phase) => phase !== 'status');
    expect(named.sort()).toEqual([...ROLLOUT_PHASES].sort());
  });

  it('names the folder of every tool that is told something', () => {
    for (const tool of TOOLS) expect(PAGE).toContain(`manifests/prod/${tool}`);
  });
});
