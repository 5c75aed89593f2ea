import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files of the control plane's identities. */
export interface Credentials {
  readonly tokens: string;
  readonly adminToken: string;
  readonly serviceAccountKey: string;
}

/** Makes the administrator's token and the key that signs ServiceAccount tokens, readable by this user only. */
export function writeCredentials(dir: string): Credentials {
  const adminToken = randomBytes(24).toString('hex');
  const tokens = join(dir, 'tokens.csv');
  writeFileSync(tokens, `${adminToken},lab-admin,lab-admin,system:masters\n`, { mode: 0o600 });
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const serviceAccountKey = join(dir, 'service-account.key');
  writeFileSync(serviceAccountKey, privateKey.export({ type: 'pkcs1', format: 'pem' }), {
    mode: 0o600,
  });
  return { tokens, adminToken, serviceAccountKey };
}
