import { join, relative } from 'node:path';
import * as ts from 'typescript';

const ROOT = join(__dirname, '..', '..');

/** What is read of the sources: types and docstrings. */
export interface SourceProgram {
  readonly checker: ts.TypeChecker;
  /** What a file exports, by its name; without the types that only serve others. */
  readonly exportsOf: (file: string) => ReadonlyMap<string, ts.Symbol>;
  /** Whether something is declared by hand in this project: not in a library, not generated from Istio. */
  readonly isOurs: (symbol: ts.Symbol) => boolean;
}

/** Reads files of the project and all that they import. */
export function sourceProgram(files: readonly string[]): SourceProgram {
  const config = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (file) => ts.sys.readFile(file));
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, ROOT);
  const program = ts.createProgram(
    files.map((file) => join(ROOT, file)),
    { ...options, types: ['node'] },
  );
  const checker = program.getTypeChecker();
  return {
    checker,
    exportsOf: (file) => {
      const source = program.getSourceFile(join(ROOT, file));
      const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
      if (module === undefined) throw new Error(`${file} exports nothing`);
      const all = checker.getExportsOfModule(module).map((one) => resolved(one, checker));
      return new Map(all.map((symbol) => [symbol.name, symbol]));
    },
    isOurs: (symbol) => {
      const file = symbol.declarations?.[0]?.getSourceFile().fileName;
      const path = file === undefined ? '..' : relative(ROOT, file);
      return !/^(\.\.|node_modules|lib\/generated)/.test(path);
    },
  };
}

/** What a name that is imported or exported again stands for. */
export function resolved(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol {
  return (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
}
