import type { AppSpec } from './app';
import { frontendApp } from './frontend';
import { paymentsApp } from './payments';

/** Every application whose requests are led by the mesh. */
export const APPS: readonly AppSpec[] = [frontendApp, paymentsApp];
