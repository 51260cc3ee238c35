import { AsyncLocalStorage } from 'node:async_hooks'
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, type ClientBase, type ClientConfig, Pool, type PoolClient, type QueryResult, types } from 'pg'
import { CourantError } from '../errors.ts'
import type { Database, Row, Statement, Value } from './database.ts'
import { addressMistake, connectionsOf, spellAddress } from '../model/store-address.ts'
import { asOpenError, asStoreError, isPlanTooOld } from './postgres-errors.ts'
import { EXTRAS_PRESENT, JOURNAL_CHANNEL, JOURNAL_TRIGGER } from './postgres-extras.ts'
import { MAKE_TEXTS, MAKE_TRIGRAMS, postgresTextIndex } from './postgres-text-index.ts'
import { chunks } from './row-values.ts'
import { SEARCH_ANEW } from './search-waiting.ts'
import { createStatementNames } from './statement-names.ts'

const CONNECT_MS_MAX = 5_000
/** The server ends a statement that takes longer, and we give a server up that says nothing for longer still. */
const STATEMENT_MS_MAX = 60_000
const ANSWER_MS_MAX = 75_000
/** A silent connection is asked whether it lives. */
const KEEP_ALIVE_MS = 30_000
/** Some statements have to read all there is. */
const UNHURRIED_MS_MAX = 6 * 3_600_000
/** A process that stands still within a transaction loses it, and with it the turn that all others wait for. */
const IDLE_IN_TRANSACTION_MS_MAX = 15_000
/** After a refused connection none is tried for so long, doubling: a server that starts is not stormed. */
const RECONNECT_MS = 100
const RECONNECT_MS_MAX = 5_000
/** While nothing is heard from the server, listeners are told to look for themselves this often. */
const LOOK_MS = 1_000
const LISTEN_CHECK_MS = 30_000
const LISTEN_CHECK = { text: 'select 1', query_timeout: CONNECT_MS_MAX }
const SERVER_VERSION_MIN = 130_000
/** "cour" in ASCII: names the turns and the preparations of Courant among other advisory locks of the database. */
const TURN_LOCK = 0x636f7572
const PREPARE_LOCK = TURN_LOCK + 1

const INT8 = 20
const BYTEA = 17
const NUMERIC = 1700

/** The package writes every message by itself; held together, a batch is one write. */
type Corkable = { readonly connection?: { readonly stream?: Pick<Writable, 'cork' | 'uncork'> } }

/** A transaction that the statements of one turn belong to. */
interface Transaction {
  readonly client: PoolClient
  /** Something was written since the savepoint was made. */
  wrote: boolean
  ended: boolean
}

/**
 * Opens a PostgreSQL database, from version 13 on, as a `Database`. TLS and the schema are set in the address, as `pg` reads
 * it (`sslmode=verify-full&sslrootcert=FILE`), and the connections at most (`connections=8`). Connections that break are made
 * anew; what was under way on them fails with STORE_UNREACHABLE.
 * @param address a postgres:// address
 * @throws CourantError STORE_UNOPENABLE, STORE_UNREACHABLE, STORE_FOREIGN, each saying what to do
 */
export async function openPostgres(address: string): Promise<Database> {
  const mistake = addressMistake(address)
  if (mistake !== null) throw new CourantError('STORE_UNOPENABLE', mistake)
  const place = spellAddress(address)
  const pool = new Pool({ ...clientConfig(address), max: connectionsOf(address), idleTimeoutMillis: 60_000 })
  pool.on('error', () => undefined) // an idle connection broke: the next one is made when it is needed
  pool.on('connect', (client) => void client.on('error', () => undefined)) // also while it is in use: what is under way on it fails
  const current = new AsyncLocalStorage<Transaction>()
  const names = createStatementNames()
  let closed: Promise<void> | undefined
  let hasTextIndex = false
  let retryAt = 0
  let refusals = 0

  async function connect(): Promise<PoolClient> {
    if (performance.now() < retryAt) throw new Error('it was not reached a moment ago')
    try {
      const client = await pool.connect()
      refusals = 0
      return client
    } catch (error) {
      if (performance.now() >= retryAt) retryAt = performance.now() + Math.min(RECONNECT_MS * 2 ** refusals++, RECONNECT_MS_MAX)
      throw error
    }
  }

  /** Asks once more where only the plan that a connection keeps was too old. */
  async function withFreshPlans<T>(use: (client: PoolClient) => Promise<T>): Promise<T> {
    try {
      return await withClient(use)
    } catch (error) {
      if (error instanceof CourantError && isPlanTooOld(error.cause)) return withClient(use)
      throw error
    }
  }

  /** Lends a connection for one thing; one that an error broke is not used again. */
  async function withClient<T>(use: (client: PoolClient) => Promise<T>): Promise<T> {
    let client: PoolClient | undefined
    try {
      client = await connect()
      const result = await use(client)
      client.release()
      return result
    } catch (error) {
      if (isPlanTooOld(error)) names.forget()
      const wrapped = asStoreError(error, place)
      client?.release(wrapped instanceof CourantError && wrapped.code !== 'GUARD_FAILED')
      throw wrapped
    }
  }

  /** @param statement mere text, which begins or ends a transaction, is sent as it is */
  function send(client: ClientBase, statement: Statement | string, answerMsMax = ANSWER_MS_MAX) {
    const { sql, values = [] } = typeof statement === 'string' ? { sql: statement } : statement
    const name = typeof statement === 'string' ? {} : names.of(sql)
    const query = { text: sql, values: values.map(storable), query_timeout: answerMsMax, ...name }
    return client.query<Row>(query)
  }

  /**
   * Hundreds are sent before the first is answered: one way there and back for most batches.
   * @returns what each of them gave
   */
  async function sendAll(
    client: ClientBase,
    statements: readonly (Statement | string)[],
    answerMsMax = ANSWER_MS_MAX
  ): Promise<readonly QueryResult<Row>[]> {
    const answers: QueryResult<Row>[] = []
    for (const part of chunks(statements)) {
      const stream = (client as Corkable).connection?.stream
      stream?.cork()
      const sent = Promise.allSettled(part.map((one) => send(client, one, answerMsMax)))
      stream?.uncork()
      const results = await sent
      results.forEach((result, index) => {
        if (result.status === 'rejected') throw result.reason
        requireChange(part[index]!, result.value.rowCount)
        answers.push(result.value)
      })
    }
    return answers
  }

  /** A transaction in one way there and back; where a guard has to be looked at before it is ended, in two. */
  async function transact(client: ClientBase, begin: string, statements: readonly Statement[], answerMsMax?: number): Promise<void> {
    const isGuarded = statements.some(({ mustChange }) => mustChange !== undefined)
    try {
      await sendAll(client, [begin, ...statements, ...(isGuarded ? [] : ['commit'])], answerMsMax)
      if (isGuarded) await client.query('commit')
    } catch (error) {
      await client.query('rollback').catch(() => undefined)
      throw error
    }
  }

  /** Runs `use` in the turn's transaction up to its last savepoint, so that what fails leaves the turn able to go on. */
  async function withinTurn<T>(turn: Transaction, use: (client: PoolClient) => Promise<T>): Promise<T> {
    const { client } = turn
    try {
      if (turn.wrote) client.query('savepoint courant').catch(() => undefined) // if this fails, so does what follows it
      turn.wrote = false
      return await use(client)
    } catch (error) {
      if (isPlanTooOld(error)) names.forget()
      await client.query('rollback to savepoint courant').catch(() => undefined)
      throw asStoreError(error, place)
    }
  }

  function transaction(): Transaction | undefined {
    const turn = current.getStore()
    return turn?.ended === false ? turn : undefined
  }

  async function rows(sql: string, values: readonly Value[] = [], { fleeting = false } = {}): Promise<readonly Row[]> {
    const turn = transaction()
    if (turn) return (await withinTurn(turn, (client) => send(client, { sql, values }))).rows
    if (!fleeting) return (await withFreshPlans((client) => send(client, { sql, values }))).rows
    const ask = async (client: PoolClient): Promise<readonly Row[]> => {
      const [, asked] = await sendAll(client, [FLEETING, { sql, values }, 'commit'])
      return asked!.rows
    }
    return withFreshPlans(ask)
  }

  async function batch(statements: readonly Statement[], { unhurried = false, fleeting = false } = {}): Promise<void> {
    const turn = transaction()
    if (turn) {
      await withinTurn(turn, (client) => sendAll(client, statements))
      turn.wrote = true
    } else if (unhurried) await withFreshPlans((client) => transact(client, UNHURRIED, statements, UNHURRIED_MS_MAX))
    else await withFreshPlans((client) => transact(client, fleeting ? FLEETING : BEGIN, statements))
  }

  function exclusively<T>(work: () => Promise<T>): Promise<T> {
    return withClient((client) =>
      inTransaction(client, `${BEGIN}; select pg_advisory_xact_lock(${TURN_LOCK}); savepoint courant`, async () => {
        const turn: Transaction = { client, wrote: false, ended: false }
        try {
          return await current.run(turn, work)
        } finally {
          turn.ended = true
        }
      })
    )
  }

  async function prepare(): Promise<void> {
    await withClient((client) =>
      inTransaction(client, `${UNHURRIED}; select pg_advisory_xact_lock(${PREPARE_LOCK})`, async () => {
        const {
          rows: [present]
        } = await client.query<Row>(EXTRAS_PRESENT)
        if (present!.tables === 0) return
        if (present!.trigger === 0) await client.query(JOURNAL_TRIGGER)
        if (present!.texts === 0) await client.query([MAKE_TEXTS, ...SEARCH_ANEW].join('; '))
        hasTextIndex = true
        if (present!.trigrams !== 0 || present!.available === 0) return
        await client.query('savepoint courant')
        // Making an extension is a right that not every user has: without it searches read every text.
        await client.query(MAKE_TRIGRAMS).catch(() => client.query('rollback to savepoint courant'))
      })
    )
  }

  try {
    const client = await pool.connect()
    await refuseUnfit(client, place).finally(() => client.release())
  } catch (error) {
    await pool.end()
    throw asOpenError(error, place)
  }
  return {
    rows,
    batch,
    get textIndex() {
      return hasTextIndex ? postgresTextIndex : undefined
    },
    prepare,
    settle: () => batch([{ sql: 'analyze' }], { unhurried: true }),
    sharing: { skipClaimed: 'for update skip locked', exclusively, listen: (onChange) => listen(clientConfig(address), onChange) },
    bytes: async () => Number((await rows('select pg_database_size(current_database()) as bytes'))[0]!.bytes),
    close: () => (closed ??= pool.end())
  }
}

const BEGIN = 'begin isolation level read committed'
const UNHURRIED = `${BEGIN}; set local statement_timeout = 0`
/** Whoever is told that it is done does not wait for the disk. */
const FLEETING = `${BEGIN}; set local synchronous_commit = off`

async function inTransaction<T>(client: PoolClient, begin: string, work: () => Promise<T>): Promise<T> {
  try {
    await client.query(begin)
    const result = await work()
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}

function requireChange(statement: Statement | string, rowCount: number | null): void {
  if (typeof statement === 'string' || statement.mustChange === undefined || rowCount === statement.mustChange) return
  throw new CourantError(
    'GUARD_FAILED',
    `a guarded statement changed ${rowCount} rows instead of ${statement.mustChange}: ${statement.sql}`
  )
}

function clientConfig(address: string): ClientConfig {
  return {
    connectionString: address,
    application_name: 'courant',
    connectionTimeoutMillis: CONNECT_MS_MAX,
    statement_timeout: STATEMENT_MS_MAX,
    query_timeout: ANSWER_MS_MAX,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS_MAX,
    options: '-c jit=off', // compiling a statement takes longer than any of ours runs
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    pipeline: true,
    types: { getTypeParser: (oid, format) => PARSERS[oid] ?? types.getTypeParser(oid, format) }
  }
}

/** Whole numbers up to 2^53 as numbers, bytes as a copy of their own: the package hands out pieces of larger buffers. */
const PARSERS: Readonly<Record<number, (text: string) => Value>> = {
  [INT8]: Number,
  [NUMERIC]: Number,
  [BYTEA]: (text) => Uint8Array.from(Buffer.from(text.slice(2), 'hex'))
}

/** PostgreSQL keeps every character in its texts but U+0000. */
function storable(value: Value): Value {
  return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\ufffd') : value
}

async function refuseUnfit(client: PoolClient, place: string): Promise<void> {
  const {
    rows: [server]
  } = await client.query<Row>(`
    select current_setting('server_version_num')::int as version, current_setting('server_version') as spelled,
           current_setting('server_encoding') as encoding,
           (select count(*) from pg_tables where schemaname = current_schema()) as tables,
           to_regclass('schema_migration')::text as ours`)
  const { version, spelled, encoding, tables, ours } = server!
  if (Number(version) < SERVER_VERSION_MIN) {
    throw new CourantError('STORE_UNOPENABLE', `${place} is PostgreSQL ${spelled}; Courant needs version 13 or newer`)
  }
  if (encoding !== 'UTF8') {
    throw new CourantError('STORE_UNOPENABLE', `${place} keeps texts as ${encoding}; make a database with "createdb -E UTF8 -T template0"`)
  }
  if (ours === null && tables !== 0) {
    throw new CourantError('STORE_FOREIGN', `${place} holds another program's tables; name an empty database under store: in courant.yaml`)
  }
}

/** Keeps one connection that hears of the journal; while it is down, `onChange` is called each second instead. */
function listen(config: ClientConfig, onChange: () => void): AsyncDisposable {
  const ending = new AbortController()
  const { signal } = ending

  async function keepListening(): Promise<void> {
    while (!signal.aborted) {
      await hear(config, onChange, signal).catch(() => undefined)
      if (signal.aborted) return
      onChange()
      await sleep(LOOK_MS, undefined, { signal }).catch(() => undefined)
    }
  }

  const listening = keepListening()
  return {
    async [Symbol.asyncDispose]() {
      ending.abort()
      await listening
    }
  }
}

/** Listens until the connection ends or the signal does. */
async function hear(config: ClientConfig, onChange: () => void, signal: AbortSignal): Promise<void> {
  const client = new Client(config)
  client.on('error', () => undefined)
  client.on('notification', onChange)
  const ended = once(client, 'end')
  ended.catch(() => undefined) // it may break before anybody waits for that
  const stop = (): void => void client.end().catch(() => undefined)
  signal.addEventListener('abort', stop)
  // A connection that a firewall forgot breaks at the next question.
  const check = setInterval(() => void client.query(LISTEN_CHECK).catch(stop), LISTEN_CHECK_MS)
  try {
    await client.connect()
    await client.query(`listen ${JOURNAL_CHANNEL}`)
    onChange() // for what was written before
    await ended
  } finally {
    clearInterval(check)
    signal.removeEventListener('abort', stop)
    stop()
  }
}
