const FOLDERS = ['bin/', 'lab/', 'lib/', 'stacks/'];
const FILES = ['CHANGELOG.md', 'LICENSE', 'README.md', 'tsconfig.json'];

/**
 * Whether the package has a file of the checkout as it is. Sources are compiled instead.
 * @param path - relative to the checkout
 */
export function isShipped(path: string): boolean {
  if (path.endsWith('.ts')) return false;
  return (
    FILES.includes(path) ||
    FOLDERS.some((folder) => path.startsWith(folder)) ||
    /^docs\/[^/]+\.schema\.json$/.test(path)
  );
}
