import { isOurs } from '../../../lib/rollout/is-ours';
import {
  DEPLOY_FIELD_MANAGER,
  FIELD_MANAGER,
  RESTART_FIELD_MANAGER,
} from '../../../lib/rollout/names';

describe('a field manager is ours as the owner of whole objects', () => {
  it.each([
    ['the one that every object is applied under', DEPLOY_FIELD_MANAGER, true],
    ['the one that the provider creates under', 'pulumi-kubernetes', true],
    ['one that the provider makes up', 'pulumi-kubernetes-1a2b3c4d', true],
    ['the owner of revision labels', FIELD_MANAGER, false],
    ['the owner of the restart annotation', RESTART_FIELD_MANAGER, false],
    ['one that only begins alike', 'pulumi-kubernetes2', false],
    ['Helm', 'helm', false],
    ['nobody', '', false],
  ])('or not: %s', (_what, manager, expected) => {
    expect(isOurs(manager)).toBe(expected);
  });
});
