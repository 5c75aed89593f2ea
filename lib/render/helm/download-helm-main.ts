import { downloadBinary, type Download } from '../../download-binary';

/** Whoever needs Helm cannot wait asynchronously, so this is a process of its own: `<download as JSON> <output>`. */
async function main([download = '', output = '']: readonly string[]): Promise<void> {
  try {
    process.stdout.write(await downloadBinary(JSON.parse(download) as Download, output));
  } catch (error) {
    process.stderr.write(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}

void main(process.argv.slice(2));
