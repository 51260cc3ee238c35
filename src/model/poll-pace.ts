/** What a poll is doing, told to whoever shares out the work. */
export interface PollPace {
  /**
   * Its turn at a host that others ask too, or a server that was asked; null while the poll is at work here, or waits for others that are.
   */
  waitsFor: 'turn' | 'server' | null
}
