import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import chromium from '@sparticuz/chromium';

const CACHE = join(__dirname, '../../node_modules/.cache/chromium');

/**
 * What a Lambda needs and no test does: they open what a browser keeps apart, so that nothing would be proved of what the page keeps
 * out, and put all of it into one process, which ends with the first page that is closed.
 */
const UNWANTED = new Set([
  '--single-process',
  '--disable-web-security',
  '--allow-running-insecure-content',
  '--disable-site-isolation-trials',
]);

/** A Chromium that runs wherever Node does: of the machine it needs neither a library nor a font. */
export interface BundledChromium {
  readonly executablePath: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Unpacks the Chromium that npm installed, once for all runs. */
export async function bundledChromium(): Promise<BundledChromium> {
  const folder = join(CACHE, versionOf());
  if (!existsSync(folder)) await unpack(folder);
  return {
    executablePath: join(folder, 'chromium'),
    args: chromium.args.filter((arg) => !UNWANTED.has(arg)),
    env: {
      LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
    },
  };
}

function versionOf(): string {
  const file = join(dirname(require.resolve('@sparticuz/chromium')), '../../package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/** Whole or not at all, also where two tests begin at the same time. */
async function unpack(folder: string): Promise<void> {
  mkdirSync(CACHE, { recursive: true });
  const own = mkdtempSync(join(CACHE, 'unpacked-'));
  try {
    // It unpacks into the folder for temporary files, and its libraries only where this variable asks for them.
    const env = { ...process.env, TMPDIR: own, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' };
    const script = "require('@sparticuz/chromium').executablePath()";
    await promisify(execFile)(process.execPath, ['-e', script], { cwd: __dirname, env });
    writeFileSync(join(own, 'fonts.conf'), fontsConf(folder));
    await rename(own, folder);
  } catch (error) {
    rmSync(own, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

/** The fonts of the machine, and those that came along where it has none. */
function fontsConf(folder: string): string {
  return [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
    '<fontconfig>',
    '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>',
    `<dir>${join(folder, 'fonts')}</dir>`,
    `<cachedir>${join(folder, 'fonts-cache')}</cachedir>`,
    '</fontconfig>',
    '',
  ].join('\n');
}
