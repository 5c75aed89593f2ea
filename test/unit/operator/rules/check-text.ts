import { PROFILES, type Minor } from '../../../../lib/generated/minors';
import type { EnvironmentVariables } from '../../../../lib/operator/environment-layer';
import type { Issue } from '../../../../lib/operator/issue';
import type { OperatorInputs } from '../../../../lib/operator/operator-inputs';
import type { JsonObject } from '../../../../lib/operator/json';
import { readOperator } from '../../../../lib/operator/read-operator';
import { resolveOperator } from '../../../../lib/operator/resolve-operator';
import { userLayers } from '../../../../lib/operator/user-layers';
import { RULES } from '../../../../lib/operator/rules/rules';

/** How a document is checked. */
export interface CheckOptions {
  /** @default 1.31 */
  readonly minor?: Minor;
  readonly settings?: readonly string[];
  readonly variables?: EnvironmentVariables;
}

const HEAD = 'apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\n';

/** A document that lacks its version and kind, as inputs. */
function inputsOfText(text: string, settings: readonly string[] = []): OperatorInputs {
  const { file, issues } = readOperator(HEAD + text, 'iop.yaml');
  if (file === null) throw new Error(issues.map(({ message }) => message).join('\n'));
  return { files: [file], settings };
}

/** What the rules say of inputs, with the profiles of a minor. */
export function checkInputs(
  inputs: OperatorInputs,
  { minor = '1.31', variables = {} }: CheckOptions = {},
): Issue[] {
  const profiles = PROFILES[minor]() as Readonly<Record<string, JsonObject>>;
  const charts = {
    minor,
    version: `${minor}.0`,
    profile: (name: string) => profiles[name] ?? null,
  };
  const resolved = resolveOperator(userLayers(inputs, variables), charts);
  const context = { inputs, resolved, components: resolved.releases, minor };
  return RULES.flatMap((rule) => rule(context));
}

/** What the rules say of a document that lacks its version and kind. */
export function checkText(text: string, options: CheckOptions = {}): Issue[] {
  return checkInputs(inputsOfText(text, options.settings), options);
}

/** Code and path of each issue, sorted. */
export function told(issues: readonly Issue[]): string[] {
  return issues.map(({ code, path }) => `${code} ${path}`).sort();
}
