import { hash, timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { ServiceConfig, TokenScope } from '../config/schema.ts'
import { createFailureLimit } from './address-limit.ts'
import type { AppDeps } from './app-deps.ts'
import { HttpError } from './http-error.ts'

type Token = ServiceConfig['tokens'][number]

/** Wrong tokens that one address may send in a minute. */
const FAILURES_PER_MINUTE_MAX = 10
const TOKEN_UNITS_MAX = 512

export type TokenGate = ReturnType<typeof createTokenGate>

/** Who may do what, by the tokens of the configuration in force. Who guesses is stopped; every refusal is logged, no token ever is. */
export function createTokenGate({ config, now, log }: Pick<AppDeps, 'config' | 'now' | 'log'>) {
  const failures = createFailureLimit(FAILURES_PER_MINUTE_MAX, now)

  /** @returns the name of the token; @throws HttpError 401, 403 or 429 */
  function admit(presented: string, scope: TokenScope, address: string): string {
    failures.check(address)
    const token = findToken(presented, config().service.tokens)
    if (!token) {
      failures.note(address)
      if (log) log.warn({ address, scope }, 'token refused')
      throw new HttpError(401, 'This token is not known here.', CHALLENGE)
    }
    if (!allows(token, scope)) {
      if (log) log.warn({ address, scope, editor: token.name }, 'token refused')
      throw new HttpError(403, `This token does not allow that; it needs the scope "${scope}".`)
    }
    return token.name
  }

  return {
    admit,

    /** Admits the bearer token of a request (RFC 6750). @returns the name of the token */
    admitBearer(request: FastifyRequest, scope: TokenScope): string {
      const [, presented] = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '') ?? []
      if (presented === undefined) throw new HttpError(401, 'This needs a token; send it as "Authorization: Bearer TOKEN".', CHALLENGE)
      return admit(presented, scope, request.ip)
    },

    /** The hash of the token of this name, as long as it allows that: what a session that it began is signed with. */
    digestOf(name: string, scope: TokenScope): Uint8Array | null {
      const token = config().service.tokens.find((one) => one.name === name)
      return token && allows(token, scope) ? digestOf(token) : null
    }
  }
}

const CHALLENGE = { 'www-authenticate': 'Bearer realm="courant"' }

/** Compares with every token, in a time that says nothing of any of them. */
function findToken(presented: string, tokens: readonly Token[]): Token | undefined {
  const digest = hash('sha256', presented.slice(0, TOKEN_UNITS_MAX), 'buffer')
  const same = tokens.map((token) => timingSafeEqual(digest, digestOf(token)))
  return tokens[same.indexOf(true)]
}

function digestOf({ token, sha256 }: Token): Uint8Array {
  return sha256 === undefined ? hash('sha256', token!, 'buffer') : Buffer.from(sha256, 'hex')
}

/** Who may curate may read, and an administrator may do all. */
function allows({ scopes }: Token, scope: TokenScope): boolean {
  return scopes.includes(scope) || scopes.includes('admin') || (scope === 'read' && scopes.includes('curate'))
}
