import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  X509CertificateGenerator,
  type X509Certificate,
} from '@peculiar/x509';
import type { FleetMember } from './fleet';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const YEAR_MS = 365 * 24 * 60 * 60_000;
const VALID_MS = 10 * YEAR_MS;
/** A clock that is a little behind must not find them unborn. */
const BEFORE_MS = 60 * 60_000;

/** An authority with what it signs with. */
interface Authority {
  readonly certificate: X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
}

/** Where the authority of a cluster's istiods is. @param foreign - the one of another root than that of the mesh */
export function authorityDir(memberDir: string, foreign: boolean): string {
  return join(memberDir, foreign ? 'cacerts-foreign' : 'cacerts');
}

/**
 * Gives each cluster an intermediate authority of one root, in the files that istiod looks for, and one more of a root of its own
 * for the fault `foreign-root`.
 * @see https://istio.io/latest/docs/tasks/security/cert-management/plugin-ca-cert/
 */
export async function writeAuthorities(members: readonly FleetMember[]): Promise<void> {
  const root = await newAuthority('istio-revisions lab', null);
  for (const { name, dir } of members) {
    await writeIntermediate(authorityDir(dir, false), name, root);
    const foreign = await newAuthority(`another root of ${name}`, null);
    await writeIntermediate(authorityDir(dir, true), name, foreign);
  }
}

async function writeIntermediate(dir: string, name: string, root: Authority): Promise<void> {
  const { certificate, keys } = await newAuthority(`istiod of ${name}`, root);
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  const own = `${certificate.toString('pem')}\n`;
  const files = {
    'ca-cert.pem': own,
    'ca-key.pem': `${PemConverter.encode(key, PemConverter.PrivateKeyTag)}\n`,
    'cert-chain.pem': own,
    'root-cert.pem': `${root.certificate.toString('pem')}\n`,
  };
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  for (const [file, text] of Object.entries(files))
    writeFileSync(join(dir, file), text, { mode: 0o600 });
}

/** @param issuer - `null` for one that signs itself */
async function newAuthority(name: string, issuer: Authority | null): Promise<Authority> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const subject = `O=istio-revisions lab, CN=${name}`;
  const certificate = await X509CertificateGenerator.create({
    serialNumber: randomBytes(16).toString('hex'),
    subject,
    issuer: issuer?.certificate.subject ?? subject,
    notBefore: new Date(Date.now() - BEFORE_MS),
    notAfter: new Date(Date.now() + VALID_MS),
    publicKey: keys.publicKey,
    signingKey: (issuer?.keys ?? keys).privateKey,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  });
  return { certificate, keys };
}
