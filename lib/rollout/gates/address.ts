import { addressOf, deploymentOf, podsOf } from '../look-up';
import { generationOf } from '../gateway-generation';
import { gatewayAddressProblem } from '../gateway-api/gateway-problems';
import type { AddressFact, PodFact, WorkloadFact } from '../observation';
import { revisionOf } from '../patch/version-of';
import type { GatewayTarget, GatewayWave } from '../record';
import type { GateResult } from '../verdict';
import { gatewayKey } from '../wave-members';
import { pass, unreadable, type Gate } from './gate';

const GATE = 'address';

/** What the cluster shows of gateways. */
interface Seen {
  readonly addresses: readonly AddressFact[];
  readonly workloads: readonly WorkloadFact[];
  readonly pods: readonly PodFact[];
}

/**
 * Passes when the address of every gateway of the wave leads to the new generation as far as the wave says, and all of its ready pods
 * are behind it. A generation that stands beside its address is not judged by it. A Gateway of the Gateway API has to be programmed, at
 * every address that it had.
 */
export const addressGate: Gate = (wave, observation) => {
  if (wave.kind === 'gateway-api') {
    const kept = pass(GATE, 'unchanged', `the Gateway of wave ${wave.name} is reached as before`);
    return gatewayAddressProblem(GATE, wave, observation) ?? kept;
  }
  if (wave.kind === 'namespace' || wave.share === 0) {
    return pass(GATE, 'unchanged', `wave ${wave.name} changes nothing behind an address`);
  }
  const { addresses, workloads, pods } = observation;
  const subject = `wave ${wave.name}`;
  if (!addresses.known) return unreadable(GATE, subject, addresses.reason);
  if (!workloads.known) return unreadable(GATE, subject, workloads.reason);
  if (!pods.known) return unreadable(GATE, subject, pods.reason);
  const seen = { addresses: addresses.value, workloads: workloads.value, pods: pods.value };
  const problem = wave.gateways
    .map((gateway) => problemOf(wave, gateway, seen))
    .find((one) => one !== null);
  const served = `${String(wave.share)} %`;
  return problem ?? pass(GATE, served, `every address of wave ${wave.name} leads to its pods`);
};

function problemOf(wave: GatewayWave, gateway: GatewayTarget, seen: Seen): GateResult | null {
  const open = (value: string, message: string): GateResult => ({
    gate: GATE,
    verdict: 'Inconclusive',
    namespace: gateway.namespace,
    subject: `Service ${gatewayKey(gateway)}`,
    value,
    message: `Service ${gatewayKey(gateway)} ${message}`,
  });
  const revision = revisionOf(wave.revision);
  const address = addressOf(gateway, seen.addresses);
  if (address === undefined) return open('absent', 'does not exist');
  const { serving } = address;
  const isShared = wave.share < 100 || gateway.inPlace === true;
  const isMeant = serving === revision || (serving === null && isShared);
  const found = serving ?? 'every generation';
  if (!isMeant) return open(found, `leads to ${found}, it belongs on ${revision}`);
  const left = waiting(wave, gateway, address, seen);
  return left.length === 0
    ? null
    : open(`${String(left.length)} pods missing`, `does not lead to ${left.join(', ')} yet`);
}

/** Ready pods of the generation that no request can reach. */
function waiting(
  wave: GatewayWave,
  gateway: GatewayTarget,
  { endpoints }: AddressFact,
  { workloads, pods }: Seen,
): readonly string[] {
  const deployment = deploymentOf(generationOf(gateway, wave.revision), workloads);
  if (deployment === undefined) return ['a generation that does not exist'];
  const ready = podsOf(deployment, pods).filter((pod) => pod.ready && !pod.terminating);
  const missing = ready.map(({ name }) => name).filter((name) => !endpoints.includes(name));
  return endpoints.length === 0 && missing.length === 0 ? ['any pod'] : missing;
}
