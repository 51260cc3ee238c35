import { BlockList, isIP } from 'node:net'
import type { Config } from '../config/schema.ts'

/**
 * Whether what a neighbour says of whom it asks for (X-Forwarded-For) is believed: of the proxies of the configuration in force, and of
 * nobody else, for anyone can write that header.
 * @param isBehindFront whether every connection comes from our own thread in front, whose word on who asks holds
 */
export function trustsProxy(config: () => Config, isBehindFront = false): (address: string, hop: number) => boolean {
  let known: { readonly list: readonly string[]; readonly blocks: BlockList } | undefined
  return (address, hop) => {
    if (isBehindFront && hop === 0) return true
    const { proxies } = config().service.server
    if (proxies.length === 0) return false
    if (known?.list !== proxies) known = { list: proxies, blocks: blocksOf(proxies) }
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
    return isIP(plain) !== 0 && known.blocks.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4')
  }
}

function blocksOf(proxies: readonly string[]): BlockList {
  const blocks = new BlockList()
  for (const proxy of proxies) {
    const [network = '', bits] = proxy.split('/')
    const family = isIP(network) === 6 ? 'ipv6' : 'ipv4'
    blocks.addSubnet(network, bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits), family)
  }
  return blocks
}
