/** Whether a store is a PostgreSQL server, which several processes can share, and not a file. */
export function isPostgresAddress(address: string): boolean {
  return /^postgres(ql)?:/.test(address)
}

/** An address as it may be shown: where the database is and what it is called, without user, password and settings. */
export function spellAddress(address: string): string {
  const url = parseAddress(address)
  if (url === null) return 'postgres:'
  const host = url.searchParams.get('host') ?? decodeURIComponent(url.host)
  return `postgres://${host}${url.pathname}`
}

const CONNECTIONS = 8

/** How many connections a process may keep, by `connections` in the address; the one that listens is not counted. */
export function connectionsOf(address: string): number {
  return Number(parseAddress(address)?.searchParams.get('connections') ?? CONNECTIONS)
}

/**
 * What is wrong with an address, in words that do not repeat it: it may hold a password.
 * @returns null when nothing is
 */
export function addressMistake(address: string): string | null {
  const example = 'write one like "postgres://courant@db.example.org/courant"'
  const url = parseAddress(address)
  if (url === null) return `the address of the database cannot be read; ${example}`
  if (url.pathname.length < 2) return `the address of the database does not name one; ${example}`
  const connections = connectionsOf(address)
  const fits = Number.isInteger(connections) && connections >= 2 && connections <= 200
  return fits ? null : 'connections in the address of the database is out of range; write a whole number from 2 to 200'
}

/** Between "@" and "/" nothing need stand: then `host` names the folder of a socket. */
function parseAddress(address: string): URL | null {
  return URL.parse(address) ?? URL.parse(address.replace('@/', '@localhost/'))
}
