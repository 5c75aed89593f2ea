/** What the charts of each minor have a file for; a value that names another stops their rendering. */
export interface ChartFiles {
  readonly profiles: readonly string[];
  readonly platforms: readonly string[];
  readonly compatibilityVersions: readonly string[];
}

const PROFILES = ['ambient', 'demo', 'preview', 'remote', 'stable'];
const PLATFORMS = ['gke', 'k3d', 'k3s', 'microk8s', 'minikube', 'openshift'];

/**
 * By minor.
 * @see https://github.com/istio/istio/tree/1.31.0/manifests/helm-profiles
 */
export const CHART_FILES: Readonly<Record<string, ChartFiles>> = {
  '1.30': {
    profiles: PROFILES,
    platforms: PLATFORMS,
    compatibilityVersions: ['1.25', '1.26', '1.27', '1.28', '1.29'],
  },
  '1.31': {
    profiles: PROFILES,
    platforms: PLATFORMS,
    compatibilityVersions: ['1.25', '1.26', '1.27', '1.28', '1.29', '1.30'],
  },
};
