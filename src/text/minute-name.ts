const minute = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })

/** An instant for people, such as "24 Nov 2026, 09:30 UTC". Takes milliseconds since 1970 UTC. */
export function minuteName(at: number): string {
  return `${minute.format(at)} UTC`
}
