import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { V1Pod } from '@kubernetes/client-node';
import { messageOf } from '../../lib/cluster/api-error';
import { startTimeOf } from '../../lib/process-identity';
import { writeKubeconfigFor } from '../control-plane/kubeconfig';
import { freePorts } from '../processes';
import type { LabProcess } from '../state';
import { istiodCommand, UnknownIstioMinor, type IstiodPorts } from './istiod-command';
import { ranSteadily, restartDelay } from './restart-delay';
import { TOKEN_LIFETIME_SECONDS } from './service-account-token';
import { keepTokenFile, type TokenFile } from './token-file';

const STOP_GRACE_MS = 5_000;
const READY_TIMEOUT_MS = 1_000;
const HELD_POLL_MS = 200;
/** A kubelet renews at this share of a token's life. */
const RENEW_AT = 0.8;

/** What the agent gives to an istiod. */
export interface IstiodOptions {
  readonly dir: string;
  /** One that leads to its API server. */
  readonly kubeconfig: string;
  readonly pod: V1Pod;
  /** Path of pilot-discovery by Istio minor. */
  readonly binaries: Readonly<Record<string, string>>;
  /** Folder with the authority that it signs with, as a kubelet mounts the Secret `cacerts`; `null` for one that it makes itself. */
  readonly authority: string | null;
  /** A fresh token of the pod's own ServiceAccount. */
  readonly token: () => Promise<string>;
  /** Told of what went wrong; it is tried again unless the reason says otherwise. */
  readonly failed: (event: string, reason: string) => void;
  /** Told whenever the process starts or ends. */
  readonly changed: () => void;
}

/** The real istiod behind a pod, started again with back-off whenever it ends, until it is stopped. */
export class IstiodProcess {
  readonly #options: IstiodOptions;
  readonly #name: string;
  readonly #home: string;
  readonly #stopping = new AbortController();
  readonly #ended: Promise<void>;
  #child: ChildProcess | null = null;
  #recorded: LabProcess | null = null;
  #ports: IstiodPorts | null = null;
  #restarts = 0;
  #heldDown = false;
  #authority: string | null;

  constructor(options: IstiodOptions) {
    this.#options = options;
    this.#authority = options.authority;
    this.#name = options.pod.metadata?.name ?? '';
    this.#home = join(options.dir, 'istiod', this.#name);
    this.#ended = this.#supervise();
  }

  /** Where the process listens; `null` while it does not run. */
  get ports(): IstiodPorts | null {
    return this.#child === null ? null : this.#ports;
  }

  /** The process as a later command can find it; `null` while it does not run. */
  get running(): LabProcess | null {
    return this.#recorded;
  }

  /** How often it was started again. */
  get restarts(): number {
    return this.#restarts;
  }

  /** Keeps the process down, or lets it start again. */
  setHeldDown(held: boolean): void {
    this.#heldDown = held;
    if (held) this.#child?.kill('SIGKILL');
  }

  /** Gives it another authority, which it reads when it starts. */
  setAuthority(authority: string | null): void {
    if (authority === this.#authority) return;
    this.#authority = authority;
    this.#child?.kill('SIGTERM');
  }

  /** What istiod itself says; one that does not answer within a second is not ready. */
  async isReady(): Promise<boolean> {
    const { ports } = this;
    if (ports === null) return false;
    try {
      const signal = AbortSignal.timeout(READY_TIMEOUT_MS);
      const answer = await fetch(`http://127.0.0.1:${String(ports.http)}/ready`, { signal });
      return answer.status === 200;
    } catch {
      return false;
    }
  }

  /** Ends the process for good: asked first, killed after a grace time. Resolves when it is gone. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#child?.kill('SIGTERM');
    const kill = setTimeout(() => this.#child?.kill('SIGKILL'), STOP_GRACE_MS);
    await this.#ended;
    clearTimeout(kill);
    rmSync(this.#home, { recursive: true, force: true });
  }

  #isStopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  async #supervise(): Promise<void> {
    let failures = 0;
    while (!this.#isStopped()) {
      if (this.#heldDown) {
        await this.#pause(HELD_POLL_MS);
        continue;
      }
      const startedAt = Date.now();
      const event = 'istiod-ended';
      try {
        const reason = await this.#runOnce();
        if (this.#isStopped()) return;
        this.#options.failed(event, `${reason}; see ${this.#log}; it is started again`);
      } catch (error) {
        this.#options.failed('istiod-start-failed', messageOf(error));
        // The image of a pod never changes, so neither does the answer.
        if (error instanceof UnknownIstioMinor) return;
      }
      failures = ranSteadily(Date.now() - startedAt) ? 0 : failures + 1;
      await this.#pause(restartDelay(failures - 1));
    }
  }

  /** Starts the process and waits until it ends. */
  async #runOnce(): Promise<string> {
    mkdirSync(this.#home, { recursive: true });
    const tokenFile = await this.#keepToken();
    try {
      const kubeconfig = join(this.#home, 'kubeconfig');
      writeKubeconfigFor(this.#options.kubeconfig, kubeconfig, {
        tokenFile: this.#tokenPath,
      });
      // New ports each time: another process may have taken one of the old ones.
      const ports = await allocate();
      return await this.#spawned(ports, kubeconfig);
    } finally {
      tokenFile.stop();
    }
  }

  #spawned(ports: IstiodPorts, kubeconfig: string): Promise<string> {
    const { pod, binaries } = this.#options;
    const { binary, args, env } = istiodCommand(pod, binaries, ports, kubeconfig);
    if (this.#isStopped()) return Promise.resolve('stopped');
    const log = openSync(this.#log, 'a');
    const child = spawn(binary, args, {
      cwd: this.#home,
      env: { ...env, ...this.#authorityEnv, PATH: process.env['PATH'] },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('spawn', () => {
        this.#started(child, ports);
      });
      child.once('exit', (code, signal) => {
        this.#child = null;
        this.#recorded = null;
        this.#options.changed();
        resolve(`ended with ${String(code ?? signal)}`);
      });
    });
  }

  #started(child: ChildProcess, ports: IstiodPorts): void {
    if (this.#ports !== null) this.#restarts += 1;
    this.#child = child;
    this.#ports = ports;
    const pid = child.pid ?? 0;
    const name = `istiod-${this.#name}`;
    this.#recorded = { name, pid, startTime: startTimeOf(pid) ?? '', log: this.#log };
    this.#options.changed();
    if (this.#isStopped()) child.kill('SIGTERM');
  }

  #keepToken(): Promise<TokenFile> {
    return keepTokenFile({
      file: this.#tokenPath,
      token: this.#options.token,
      renewAfterMs: TOKEN_LIFETIME_SECONDS * RENEW_AT * 1000,
      failed: (error) => {
        this.#options.failed('istiod-token-not-renewed', messageOf(error));
      },
    });
  }

  get #authorityEnv(): Readonly<Record<string, string>> {
    return this.#authority === null ? {} : { ROOT_CA_DIR: this.#authority };
  }

  get #tokenPath(): string {
    return join(this.#home, 'token');
  }

  get #log(): string {
    return join(this.#options.dir, 'logs', `istiod-${this.#name}.log`);
  }

  #pause(ms: number): Promise<void> {
    const { signal } = this.#stopping;
    return new Promise((resolve) => {
      if (signal.aborted) {
        resolve();
        return;
      }
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener('abort', done);
    });
  }
}

async function allocate(): Promise<IstiodPorts> {
  const [http = 0, grpc = 0, secureGrpc = 0, monitoring = 0, https = 0] = await freePorts(5);
  return { http, grpc, secureGrpc, monitoring, https };
}
