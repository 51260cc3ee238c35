import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

const DRAFT = '.courant-draft-'

/**
 * A folder of files that is changed as a whole: new bytes are kept aside until `publish` puts them all in their places, so that what
 * is interrupted before leaves the folder as it was. Disposing throws away what was not published.
 * @param outDir is made when it is missing; drafts that a killed process left in it are removed
 */
export async function openSiteDraft(outDir: string) {
  await mkdir(outDir, { recursive: true })
  const left = (await readdir(outDir)).filter((name) => name.startsWith(DRAFT))
  await Promise.all(left.map((name) => rm(join(outDir, name), { recursive: true, force: true })))
  const draftDir = await mkdtemp(join(outDir, DRAFT))
  const changed: string[] = []
  const dropped: string[] = []

  return {
    /**
     * @param path within the folder
     * @returns false when the file holds just this already: it is left alone, so that its time tells when it changed
     */
    async put(path: string, bytes: Uint8Array): Promise<boolean> {
      const old = await readFile(join(outDir, path)).catch(() => null)
      if (old !== null && old.equals(bytes)) return false
      const draft = join(draftDir, path)
      await mkdir(dirname(draft), { recursive: true })
      // Not forced to the disk: a file that a power cut leaves short is another file, and written again next time.
      await writeFile(draft, bytes)
      changed.push(path)
      return true
    },

    /** Has a file removed that would tell something old. */
    drop(path: string): void {
      dropped.push(path)
    },

    /** Puts the new files in their places, each by one renaming, in the order in which they came. */
    async publish(): Promise<void> {
      for (const path of changed) await mkdir(dirname(join(outDir, path)), { recursive: true })
      await Promise.all(dropped.map((path) => rm(join(outDir, path), { force: true })))
      for (const path of changed) await rename(join(draftDir, path), join(outDir, path))
    },

    async [Symbol.asyncDispose](): Promise<void> {
      await rm(draftDir, { recursive: true, force: true })
    }
  }
}
