import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectOf } from '../../../stacks/environments/project';

const NONE = `export const ENVIRONMENTS = [];`;

describe('a file of environments', () => {
  const project = (text: string) => {
    const dir = mkdtempSync(join(tmpdir(), 'istio-revisions-project-'));
    writeFileSync(join(dir, 'environments.ts'), text);
    mkdirSync(join(dir, 'below', 'it'), { recursive: true });
    return join(dir, 'below', 'it');
  };

  it('is found from a folder below it, and may hold a fleet', () => {
    const text = `export const ENVIRONMENTS = [{ name: 'all', mesh: {}, clusters: [] }];`;
    expect(projectOf(project(text)).declared).toEqual([{ name: 'all', mesh: {}, clusters: [] }]);
  });

  it('may have teams and applications, and has none of this repository where it does not', () => {
    const team = { name: 'shop', environments: ['a'], namespaces: [] };
    const app = { name: 'cart', team: 'shop', traffic: [] };
    const text = `${NONE} export const TEAMS = [${JSON.stringify(team)}]; export const APPS = [${JSON.stringify(app)}];`;
    expect(projectOf(project(text))).toMatchObject({ teams: [team], apps: [app] });
    expect(projectOf(project(NONE))).toMatchObject({ teams: [], apps: [] });
  });

  it('is not looked for above a Pulumi project that has none', () => {
    const below = project(NONE);
    writeFileSync(join(below, 'Pulumi.yaml'), 'name: other\n');
    expect(projectOf(below).file).toBe('stacks/environments/examples.ts');
  });

  it.each([
    [`export const OTHER = [];`, /exports no list "ENVIRONMENTS"/],
    [`export const ENVIRONMENTS = [{ name: 'a' }];`, /ENVIRONMENTS\[0\] is no environment/],
    [`${NONE} export const TEAMS = {};`, /exports no list "TEAMS" of teams/],
    [`${NONE} export const TEAMS = [{ name: 'a', namespaces: [] }];`, /TEAMS\[0\] is no team/],
    [`${NONE} export const APPS = [{ name: 'a', traffic: [] }];`, /APPS\[0\] is no application/],
    [`throw new Error('broken');`, /cannot be loaded: broken/],
  ])('is refused with its path: %s', (text, message) => {
    expect(() => projectOf(project(text))).toThrow(message);
  });
});
