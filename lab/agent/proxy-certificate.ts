import 'reflect-metadata';
import { webcrypto, X509Certificate } from 'node:crypto';
import { Client, credentials, Metadata } from '@grpc/grpc-js';
import { Pkcs10CertificateRequestGenerator, SubjectAlternativeNameExtension } from '@peculiar/x509';
import { decodeCertificates, encodeCertificateRequest } from './xds-codec';

const METHOD = '/istio.v1.auth.IstioCertificateService/CreateCertificate';
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const VALID_SECONDS = 24 * 60 * 60;
const DEADLINE_MS = 5_000;

/** Where a certificate is asked for, and for whom. */
export interface CertificateOptions {
  /** `127.0.0.1:<port>` of the istiod process. */
  readonly address: string;
  readonly serverName: string;
  readonly rootCertificate: string;
  /** Token of the pod's ServiceAccount: the authority writes the identity of its own accord. */
  readonly token: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  /** What istiod calls the cluster that the token is of. */
  readonly cluster: string;
}

/** A certificate of the mesh that a proxy holds. */
export interface ProxyCertificate {
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  /** Root that it leads to, by its SHA-256 fingerprint: who trusts another one takes it from nobody. */
  readonly root: string;
}

/**
 * Asks istiod's certificate authority to sign a fresh key, as the agent beside Envoy does.
 * @throws Error when it refuses, or signs with another root than the namespace's.
 */
export async function requestCertificate(options: CertificateOptions): Promise<ProxyCertificate> {
  const chain = await sign(options, await signingRequest(options));
  const certificates = chain.map((pem) => new X509Certificate(pem));
  const [leaf] = certificates;
  if (leaf === undefined) throw new Error('istiod signed nothing');
  const roots = pemBlocks(options.rootCertificate).map((pem) => new X509Certificate(pem));
  const root = roots.find((one) => certificates.some((signed) => signed.verify(one.publicKey)));
  if (root === undefined)
    throw new Error('istiod signed with a root that the namespace does not trust');
  return { expiresAt: Date.parse(leaf.validTo), root: root.fingerprint256 };
}

async function signingRequest({ namespace, serviceAccount }: CertificateOptions): Promise<string> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const value = `spiffe://cluster.local/ns/${namespace}/sa/${serviceAccount}`;
  const request = await Pkcs10CertificateRequestGenerator.create({
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [new SubjectAlternativeNameExtension([{ type: 'url', value }])],
  });
  return request.toString('pem');
}

function sign(options: CertificateOptions, csr: string): Promise<readonly string[]> {
  const client = new Client(
    options.address,
    credentials.createSsl(Buffer.from(options.rootCertificate)),
    {
      'grpc.ssl_target_name_override': options.serverName,
      'grpc.default_authority': options.serverName,
    },
  );
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${options.token}`);
  metadata.set('clusterid', options.cluster);
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      METHOD,
      encodeCertificateRequest,
      decodeCertificates,
      { csr, validityDuration: VALID_SECONDS },
      metadata,
      { deadline: Date.now() + DEADLINE_MS },
      (error, chain) => {
        client.close();
        if (error === null) resolve(chain ?? []);
        else reject(error);
      },
    );
  });
}

function pemBlocks(pem: string): string[] {
  return pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
}

/** Fingerprints of the roots that a namespace trusts. @param pem - certificates */
export function rootsOf(pem: string): string[] {
  return pemBlocks(pem).map((block) => new X509Certificate(block).fingerprint256);
}
