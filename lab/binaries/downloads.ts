import type { Download } from '../../lib/download-binary';
import { helmDownload } from '../../lib/render/helm/published-helm';
import { ISTIO_VERSIONS } from './catalog';

/** Platforms that the lab runs on, by Node's names, and what the projects call them. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

type Publisher = (version: string, arch: string) => Download;

const kubernetes =
  (name: string): Publisher =>
  (version, arch) => {
    const url = `https://dl.k8s.io/release/v${version}/bin/linux/${arch}/${name}`;
    return { url, checksums: `${url}.sha256` };
  };

const prometheus =
  (program: string): Publisher =>
  (version, arch) => {
    const release = `https://github.com/prometheus/prometheus/releases/download/v${version}`;
    const name = `prometheus-${version}.linux-${arch}`;
    return {
      url: `${release}/${name}.tar.gz`,
      checksums: `${release}/sha256sums.txt`,
      member: `${name}/${program}`,
    };
  };

const istioctl: Publisher = (version, arch) => {
  const release = `https://github.com/istio/istio/releases/download/${version}`;
  const url = `${release}/istioctl-${version}-linux-${arch}.tar.gz`;
  return { url, checksums: `${url}.sha256`, member: 'istioctl' };
};

/**
 * Every program that its project publishes. istiod is only published as an image, and of the Pulumi engine and its language
 * host the lab pins versions apart: these are built, and kwok, whose releases come without checksums.
 */
const PUBLISHERS: Readonly<Record<string, Publisher>> = {
  'kube-apiserver': kubernetes('kube-apiserver'),
  'kube-controller-manager': kubernetes('kube-controller-manager'),
  'kube-scheduler': kubernetes('kube-scheduler'),
  etcd: (version, arch) => {
    const release = `https://github.com/etcd-io/etcd/releases/download/v${version}`;
    const name = `etcd-v${version}-linux-${arch}`;
    return {
      url: `${release}/${name}.tar.gz`,
      checksums: `${release}/SHA256SUMS`,
      member: `${name}/etcd`,
    };
  },
  helm: (version, arch) => helmDownload(version, 'linux', arch),
  prometheus: prometheus('prometheus'),
  kubectl: kubernetes('kubectl'),
  promtool: prometheus('promtool'),
  ...Object.fromEntries(
    Object.keys(ISTIO_VERSIONS).map((minor) => [`istioctl-${minor}`, istioctl]),
  ),
};

/** The official release of a program for a platform; `null` where there is none. */
export function downloadOf(
  { name, version }: { readonly name: string; readonly version: string },
  platform: NodeJS.Platform,
  architecture: string,
): Download | null {
  const arch = ARCHITECTURES[architecture];
  const publisher = PUBLISHERS[name];
  if (platform !== 'linux' || arch === undefined || publisher === undefined) return null;
  return publisher(version, arch);
}
