import type { AppDeps } from './app-deps.ts'
import { createAddresses } from './addresses.ts'

/** The address of our own WebSub hub; undefined where none answers: switched off, or the site is files. */
export function hubUrlOf({ config, site }: Pick<AppDeps, 'config' | 'site'>): string | undefined {
  const { push, server } = config().service
  return push.hub && site !== 'static' ? createAddresses(server.public_url).absolute('/hub') : undefined
}
