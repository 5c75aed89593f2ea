/** What an engine run writes or deletes of a gateway, by its `<namespace>/<name>`. */
export type GatewayWrite =
  /** Makes a generation, or changes it. */
  | {
      readonly type: 'generation';
      readonly key: string;
      readonly revision: string;
      readonly share: number;
    }
  | { readonly type: 'address'; readonly key: string; readonly serving: string | null }
  | { readonly type: 'drop-generation'; readonly key: string; readonly revision: string };
