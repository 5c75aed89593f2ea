import { join } from 'node:path';
import * as ts from 'typescript';
import type { Block } from './read-pages';

const ROOT = join(__dirname, '..', '..', '..');

/**
 * What a block that is a part of something is a part of, by the first name in it: so many levels of a declaration are left out of a
 * page, never a field that is shown.
 */
const PART_OF: Readonly<Record<string, string>> = {
  acknowledge: 'IstiodRevisionProps',
  clusters: 'FleetSpec',
  cluster: 'EnvironmentSpec',
  git: 'EnvironmentSpec',
  mesh: 'EnvironmentSpec',
  metrics: 'RolloutSpec',
  notify: 'EnvironmentSpec',
  precheck: 'EnvironmentSpec',
  prometheus: 'EnvironmentSpec',
  restart: 'RolloutSpec',
  rollout: 'EnvironmentSpec | FleetSpec',
  waive: "NonNullable<RolloutSpec['restart']>",
};

/** What every block that imports nothing may name. */
const NAMES = `
import { App, Chart, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import * as constructs from './constructs';
import type { IstiodRevisionProps } from './constructs';
import type { AppGateway } from './lib/layers/app-traffic';
import type { RolloutSpec } from './lib/rollout/rollout-spec';
import type { EnvironmentSpec } from './stacks/environments';
import type { FleetSpec } from './stacks/environments/fleet';
const { AppTraffic, IstiodRevision, RemoteSecret, RevisionTag, TeamNamespace } = constructs;
type Part<T> = T extends readonly unknown[] ? T : T extends object ? { [K in keyof T]?: Part<T[K]> } : T;
`;

/** What the text around a block has told already. */
const TOLD = 'declare const ingress: AppGateway;\n';

/** The module that a block is, or is a part of. */
function moduleOf({ text }: Block): string {
  if (/^import /m.test(text)) return text;
  const code = text.trim();
  // Waves, one after the other.
  if (code.startsWith('{')) return `${NAMES}export const waves: RolloutSpec['waves'] = [${code}];`;
  const whole = PART_OF[/^(\w+):/.exec(code)?.[1] ?? ''];
  if (whole !== undefined) return `${NAMES}export const part: Part<${whole}> = {${code}};`;
  return `${NAMES}${TOLD}export class Example extends Chart {
constructor(scope: Construct, id: string) { super(scope, id);
${code}
} }`;
}

/** Every error that the compiler finds in blocks of TypeScript, with the place of the block. */
export function typeProblems(blocks: readonly Block[]): readonly string[] {
  const modules = new Map(
    blocks.map((block, index) => [
      // Imports are those of a file in the checkout.
      join(ROOT, `example-${String(index)}.ts`),
      { place: block.place, text: moduleOf(block) },
    ]),
  );
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(ROOT, 'tsconfig.json'), (file) => ts.sys.readFile(file)).config,
    ts.sys,
    ROOT,
  );
  const settings = { ...options, noUnusedLocals: false, types: ['node'] };
  const host = ts.createCompilerHost(settings);
  const program = ts.createProgram([...modules.keys()], settings, {
    ...host,
    fileExists: (file) => modules.has(file) || host.fileExists(file),
    readFile: (file) => modules.get(file)?.text ?? host.readFile(file),
    getSourceFile: (file, version) => {
      const text = modules.get(file)?.text;
      return text === undefined
        ? host.getSourceFile(file, version)
        : ts.createSourceFile(file, text, version);
    },
  });
  return [...modules].flatMap(([file, { place }]) => {
    const source = program.getSourceFile(file);
    const found = [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ];
    return found.map(
      ({ messageText }) => `${place}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    );
  });
}
