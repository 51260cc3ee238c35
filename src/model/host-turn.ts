/** Whether a request to a host may start: at once, not before an instant, or not at all until the host has rested. */
export type HostTurn =
  { readonly kind: 'entered' } | { readonly kind: 'busy'; readonly untilAt: number } | { readonly kind: 'paused'; readonly untilAt: number }
