/** Manager of what a POST creates, as the official provider calls itself. */
export const CREATE_MANAGER = 'pulumi-kubernetes';

/** An object as the engine passes it. */
export interface Body {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly generation?: number;
    readonly annotations?: Record<string, string>;
  };
}
