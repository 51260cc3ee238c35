import { gunzipSync } from 'node:zlib'

const BLOCK = 512

/**
 * Reads the files of a package as `npm pack` writes it: a gzipped tar (POSIX ustar).
 * @returns content by path below the package's folder, in the order of the archive; what is no plain file is left out
 * @throws Error when the bytes are not gzipped
 */
export function readPackage(archive: Uint8Array): ReadonlyMap<string, Buffer> {
  const tar = gunzipSync(archive)
  const files = new Map<string, Buffer>()
  for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0;) {
    const field = (start: number, length: number): string => tar.toString('utf8', at + start, at + start + length).replace(/\0.*$/s, '')
    const size = Number.parseInt(field(124, 12), 8)
    const type = field(156, 1)
    const path = [field(345, 155), field(0, 100)].filter((part) => part !== '').join('/')
    at += BLOCK
    if (type === '0' || type === '') files.set(path.slice(path.indexOf('/') + 1), tar.subarray(at, at + size))
    at += Math.ceil(size / BLOCK) * BLOCK
  }
  return files
}
