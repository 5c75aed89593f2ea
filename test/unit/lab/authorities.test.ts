import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { authorityDir, writeAuthorities } from '../../../lab/fleet/authorities';
import { planFleet } from '../../../lab/fleet/fleet';

const dir = mkdtempSync(join(tmpdir(), 'istio-revisions-trust-'));
const { members } = planFleet(dir, { clusters: 2, networks: 1 }, []);
const [first, second] = members.map((member) => member.dir);

function read(memberDir: string | undefined, foreign = false) {
  const folder = authorityDir(memberDir ?? '', foreign);
  const text = (file: string) => readFileSync(join(folder, file), 'utf8');
  return {
    folder,
    root: new X509Certificate(text('root-cert.pem')),
    own: new X509Certificate(text('ca-cert.pem')),
    chain: new X509Certificate(text('cert-chain.pem')),
    key: createPrivateKey(text('ca-key.pem')),
  };
}

describe('the authorities of a lab with several clusters', () => {
  beforeAll(() => writeAuthorities(members));

  it('are of one root, each cluster with a key of its own', () => {
    const [a, b] = [read(first), read(second)];
    expect(a.root.fingerprint256).toBe(b.root.fingerprint256);
    expect(a.own.fingerprint256).not.toBe(b.own.fingerprint256);
    for (const { root, own, chain, key } of [a, b]) {
      expect([own.ca, own.verify(root.publicKey), own.checkIssued(root)]).toEqual([
        true,
        true,
        true,
      ]);
      expect(own.checkPrivateKey(key)).toBe(true);
      expect(chain.fingerprint256).toBe(own.fingerprint256);
    }
  });

  it('have beside them one of a root that nobody else has', () => {
    const roots = [read(first), read(first, true), read(second, true)].map(({ root }) => root);
    expect(new Set(roots.map(({ fingerprint256 }) => fingerprint256)).size).toBe(3);
    const { own, root } = read(first, true);
    expect([own.verify(root.publicKey), own.verify(read(first).root.publicKey)]).toEqual([
      true,
      false,
    ]);
  });

  it('keep their keys from everybody else', () => {
    expect(statSync(join(read(first).folder, 'ca-key.pem')).mode & 0o077).toBe(0);
  });
});
