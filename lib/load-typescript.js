// Required before any source of this project: Node then reads TypeScript, each file transpiled once and kept by its content, so
// that what runs is never older than what is written. Types are checked apart, by "make lint".
const { createHash, randomUUID } = require('node:crypto');
const {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} = require('node:fs');
const Module = require('node:module');
const { homedir } = require('node:os');
const { join } = require('node:path');

/** Maps of the sources take a tenth of the time of a start, and nobody sees a stack trace otherwise. */
const SHOWS_STACKS = process.env.ISTIO_REVISIONS_LOG_LEVEL === 'debug';

const OPTIONS = {
  configFile: false,
  swcrc: false,
  jsc: { parser: { syntax: 'typescript' }, target: 'es2022', keepClassNames: true },
  module: { type: 'commonjs' },
  sourceMaps: SHOWS_STACKS && 'inline',
};

const MAX_FILES = 5_000;

const SETTING = JSON.stringify([require('@swc/core/package.json').version, OPTIONS]);

/** As cache-dir.ts says, which cannot be read before this is there. */
const { ISTIO_REVISIONS_CACHE, XDG_CACHE_HOME } = process.env;
const cache =
  ISTIO_REVISIONS_CACHE || join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'istio-revisions');

require.extensions['.ts'] = (module, filename) => {
  module._compile(transpiled(readFileSync(filename, 'utf8'), filename), filename);
};
process.setSourceMapsEnabled(SHOWS_STACKS);

// For each import of our own Node would try five names, and ask for the true path of every folder above.
const resolve = Module._resolveFilename;
Module._resolveFilename = function resolveFilename(request, parent, ...rest) {
  const isOurs = request.startsWith('.') && parent?.filename?.endsWith('.ts');
  const file = isOurs ? `${join(parent.path, request)}.ts` : '';
  return isOurs && existsSync(file) ? file : resolve.call(this, request, parent, ...rest);
};

function transpiled(source, filename) {
  const key = createHash('sha256').update(SETTING).update(source);
  // Only maps of the sources depend on where they lie.
  if (SHOWS_STACKS) key.update(filename);
  const file = join(cache, 'transpiled', `${key.digest('hex')}.js`);
  const kept = readKept(file);
  if (kept !== null) return kept;
  const { code } = require('@swc/core').transformSync(source, { ...OPTIONS, filename });
  keep(file, `${checksum(code)}\n${code}`);
  return code;
}

function checksum(code) {
  return createHash('sha256').update(code).digest('hex');
}

/** A file that is not whole, as after a loss of power, is none. */
function readKept(file) {
  try {
    const text = readFileSync(file, 'utf8');
    const end = text.indexOf('\n');
    const code = text.slice(end + 1);
    return text.slice(0, end) === checksum(code) ? code : null;
  } catch {
    return null;
  }
}

function keep(file, code) {
  const folder = join(file, '..');
  const partial = `${file}.${randomUUID()}`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(partial, code);
    renameSync(partial, file);
    removeOldest(folder);
  } catch {
    // It is transpiled again next time.
  }
}

/** This project has a tenth of that many sources; the others were kept for what they were before. */
function removeOldest(folder) {
  const files = readdirSync(folder).map((name) => join(folder, name));
  if (files.length <= MAX_FILES) return;
  const ages = files.map((file) => ({ file, time: statSync(file).mtimeMs }));
  ages.sort((a, b) => a.time - b.time);
  for (const { file } of ages.slice(0, files.length / 2)) rmSync(file, { force: true });
}
