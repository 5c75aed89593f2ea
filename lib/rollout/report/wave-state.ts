/** Where a wave, or a member of it, stands. */
export type WaveState = 'waiting' | 'moving' | 'soaking' | 'proved' | 'returning' | 'returned';
