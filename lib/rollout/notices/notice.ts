/** Something about a rollout that people want to know though they do not watch it. */
export interface Notice {
  /** The same for the same event of the same attempt, however often it is sent: receivers drop what they have seen. */
  readonly id: string;
  readonly type: 'approval-needed' | 'paused' | 'blocked' | 'rolling-back' | 'rolled-back' | 'done';
  /** One sentence for people. */
  readonly text: string;
  readonly from: string;
  readonly to: string;
  readonly attempt: number;
  /** Names the attempt, and where one is awaited the wave, as the commands take it. */
  readonly token: string;
}
