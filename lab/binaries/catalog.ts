/** A program of the lab and how it is built from its Go module. */
export interface BinaryRecipe {
  readonly name: string;
  readonly version: string;
  /** Folder below `lab/modules` whose go.mod and go.sum pin every source. */
  readonly module: string;
  readonly package: string;
  readonly tags: readonly string[];
  /** Values that the release build stamps; unstamped programs call themselves "unknown" and are refused by others. */
  readonly stamps: Readonly<Record<string, string>>;
  /** What the program is called on PATH, where that is not its name here. */
  readonly onPath?: string;
  /** How the program says its version; absent where it cannot, so that it is never taken from PATH. */
  readonly versionArgs?: readonly string[];
  /** About how many minutes of one processor a cold build takes; the longest start first. */
  readonly minutes: number;
}

const KUBERNETES = '1.34.4';
const KUBERNETES_STAMPS = {
  'k8s.io/component-base/version.gitVersion': `v${KUBERNETES}`,
  'k8s.io/component-base/version.gitMajor': '1',
  'k8s.io/component-base/version.gitMinor': '34',
  'k8s.io/component-base/version.gitTreeState': 'clean',
};

function kubernetes(name: string, minutes: number): BinaryRecipe {
  return {
    name,
    version: KUBERNETES,
    module: 'kubernetes',
    package: `k8s.io/kubernetes/cmd/${name}`,
    tags: [],
    stamps: KUBERNETES_STAMPS,
    versionArgs: ['--version'],
    minutes,
  };
}

function istio(version: string): Pick<BinaryRecipe, 'version' | 'tags' | 'stamps'> {
  return {
    version,
    tags: ['vtprotobuf', 'disable_pgv'],
    stamps: {
      'istio.io/istio/pkg/version.buildVersion': version,
      'istio.io/istio/pkg/version.buildTag': version,
      'istio.io/istio/pkg/version.buildStatus': 'Clean',
      'istio.io/istio/pkg/version.buildHub': 'registry.istio.io/release',
    },
  };
}

function istiod(minor: string, version: string): BinaryRecipe {
  return {
    ...istio(version),
    name: `pilot-discovery-${minor}`,
    module: `istio-${minor}`,
    package: 'istio.io/istio/pilot/cmd/pilot-discovery',
    minutes: 9,
  };
}

function istioctl(minor: string, version: string): BinaryRecipe {
  return {
    ...istio(version),
    name: `istioctl-${minor}`,
    module: `istioctl-${minor}`,
    package: 'istio.io/istio/istioctl/cmd/istioctl',
    onPath: 'istioctl',
    versionArgs: ['version', '--remote=false'],
    minutes: 9,
  };
}

const PROMETHEUS: Pick<BinaryRecipe, 'version' | 'tags' | 'stamps' | 'versionArgs'> = {
  version: '3.13.5',
  // Of all ways to find targets the lab needs one, and the others are the larger part of the build.
  tags: ['remove_all_sd', 'enable_kubernetes_sd'],
  stamps: { 'github.com/prometheus/common/version.Version': '3.13.5' },
  versionArgs: ['--version'],
};

/** Istio minors of the lab with the patch version that their binaries and images carry. */
export const ISTIO_VERSIONS: Readonly<Record<string, string>> = {
  '1.30': '1.30.3',
  '1.31': '1.31.0',
};

/** Every program of the lab. */
export const BINARIES: readonly BinaryRecipe[] = [
  kubernetes('kube-apiserver', 12),
  ...Object.entries(ISTIO_VERSIONS).map(([minor, version]) => istiod(minor, version)),
  {
    name: 'pulumi',
    version: '3.246.0',
    module: 'pulumi',
    package: 'github.com/pulumi/pulumi/pkg/v3/cmd/pulumi',
    tags: [],
    stamps: { 'github.com/pulumi/pulumi/sdk/v3/go/common/version.Version': 'v3.246.0' },
    versionArgs: ['version'],
    minutes: 9,
  },
  {
    ...PROMETHEUS,
    name: 'prometheus',
    module: 'prometheus',
    package: 'github.com/prometheus/prometheus/cmd/prometheus',
    minutes: 5,
  },
  kubernetes('kube-controller-manager', 4),
  {
    name: 'etcd',
    version: '3.6.16',
    module: 'etcd',
    package: 'go.etcd.io/etcd/server/v3',
    tags: [],
    stamps: {},
    versionArgs: ['--version'],
    minutes: 2.5,
  },
  {
    name: 'helm',
    version: '4.2.4',
    module: 'helm',
    package: 'helm.sh/helm/v4/cmd/helm',
    tags: [],
    stamps: { 'helm.sh/helm/v4/internal/version.version': 'v4.2.4' },
    versionArgs: ['version', '--short'],
    minutes: 2,
  },
  {
    name: 'kwok',
    version: '0.8.0',
    module: 'kwok',
    package: 'sigs.k8s.io/kwok/cmd/kwok',
    tags: [],
    stamps: { 'sigs.k8s.io/kwok/pkg/consts.Version': 'v0.8.0' },
    versionArgs: ['--version'],
    minutes: 1,
  },
  kubernetes('kube-scheduler', 0.3),
  {
    name: 'pulumi-language-nodejs',
    version: '3.66.0',
    module: 'pulumi-language-nodejs',
    package: 'github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs',
    tags: [],
    stamps: { 'github.com/pulumi/pulumi/sdk/v3/go/common/version.Version': 'v3.66.0' },
    minutes: 0.2,
  },
];

/**
 * Programs that only tests and benches ask for, so that a lab never waits for them. Each has a module of its own: what it
 * needs beside would change the pins of the lab's programs, and have all of them built again.
 */
export const TOOLS: readonly BinaryRecipe[] = [
  ...Object.entries(ISTIO_VERSIONS).map(([minor, version]) => istioctl(minor, version)),
  { ...kubernetes('kubectl', 3), module: 'kubectl', versionArgs: ['version', '--client'] },
  {
    ...PROMETHEUS,
    name: 'promtool',
    module: 'promtool',
    package: 'github.com/prometheus/prometheus/cmd/promtool',
    minutes: 5,
  },
];
