import { main } from '@pulumi/pulumi/provider';
import kubernetesPackage from '@pulumi/kubernetes/package.json';
import { createKubeClient } from '../../lib/cluster/kube-client';
import { createStandIn } from './kubernetes-stand-in';
import { RawObjects } from '../../lib/cluster/raw-objects';

const PARENT_CHECK_MS = 1_000;

// An engine that was killed cannot tell its plugins to end.
const engine = process.ppid;
setInterval(() => {
  // It may have been killed before this began.
  if (process.ppid !== engine || engine === 1) process.exit(1);
}, PARENT_CHECK_MS).unref();

// Served to the engine as the official plugin serves itself. The engine's host passes no configuration on to a provider
// written in TypeScript, so the cluster is the one of KUBECONFIG: the lab's, since only the lab installs this.
void main(
  createStandIn(RawObjects.open(createKubeClient().config), kubernetesPackage.version),
  process.argv.slice(2),
);
