import type { Download } from '../../download-binary';

/** The Helm that is downloaded where there is none. */
export const HELM_VERSION = '4.2.4';

/** Node's names of platforms, and the Helm project's. */
const PLATFORMS: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'darwin' };
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/** The official release of Helm; `null` for a platform that it has none of. @see https://github.com/helm/helm/releases */
export function helmOf(platform: NodeJS.Platform, architecture: string): Download | null {
  const [system, arch] = [PLATFORMS[platform], ARCHITECTURES[architecture]];
  return system === undefined || arch === undefined
    ? null
    : helmDownload(HELM_VERSION, system, arch);
}

/** A release of Helm, for a platform by the Helm project's names. */
export function helmDownload(version: string, system: string, arch: string): Download {
  const url = `https://get.helm.sh/helm-v${version}-${system}-${arch}.tar.gz`;
  return { url, checksums: `${url}.sha256sum`, member: `${system}-${arch}/helm` };
}
