import 'reflect-metadata';
import { webcrypto, X509Certificate } from 'node:crypto';
import { X509CertificateGenerator } from '@peculiar/x509';
import { parseIstiodCounters } from '../../../lib/cluster/istiod-counters';
import { rootOf } from '../../../lib/cluster/served-root';

describe('the counters of istiod', () => {
  it('are summed over their labels, and zero where istiod does not show them yet', () => {
    const text = [
      '# HELP istiod_uptime_seconds x',
      'istiod_uptime_seconds 12.5',
      'citadel_server_csr_count 4',
      'citadel_server_success_cert_issuance_count 3',
      'citadel_server_csr_sign_err_count{error="x"} 1',
      'citadel_server_root_cert_expiry_timestamp 2.1e+09',
      'pilot_total_xds_rejects{type="cds"} 2',
      'pilot_total_xds_rejects{type="lds"} 1',
    ].join('\n');
    expect(parseIstiodCounters(text)).toEqual({
      uptimeMs: 12_500,
      requested: 4,
      issued: 3,
      signErrors: 1,
      rejects: 3,
      internalErrors: 0,
      rootExpiresAt: 2.1e12,
    });
  });

  it('are not read from what is no answer of istiod', () => {
    expect(() => parseIstiodCounters('<html></html>')).toThrow('without its own metrics');
  });
});

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

async function root(name: string) {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    keys,
    signingAlgorithm: ALGORITHM,
  });
  return { keys, pem: certificate.toString('pem') };
}

async function signedBy(issuer: Awaited<ReturnType<typeof root>>): Promise<X509Certificate> {
  const { publicKey } = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.create({
    subject: 'CN=istiod',
    issuer: 'CN=root',
    publicKey,
    signingKey: issuer.keys.privateKey,
    signingAlgorithm: ALGORITHM,
  });
  return new X509Certificate(certificate.toString('pem'));
}

describe('the root of a served chain', () => {
  it('is the trusted one that signed it or is part of it, and no other', async () => {
    const [trusted, other] = await Promise.all([root('trusted'), root('other')]);
    const chain = [await signedBy(trusted)];
    const { fingerprint256 } = new X509Certificate(trusted.pem);
    expect(rootOf(chain, [other.pem, trusted.pem])).toBe(fingerprint256);
    const whole = [...chain, new X509Certificate(trusted.pem)];
    expect(rootOf(whole, [trusted.pem])).toBe(fingerprint256);
    expect(rootOf(chain, [other.pem])).toBeNull();
    expect(rootOf([], [trusted.pem])).toBeNull();
  });
});
