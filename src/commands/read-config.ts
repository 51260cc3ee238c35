import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type ConfigFile, type ConfigResult, loadConfig, formatMistake } from '../config/load-config.ts'
import type { Config } from '../config/schema.ts'
import { CourantError, messageOf } from '../errors.ts'
import { checkFeed } from '../parse/check-feed.ts'
import { checkTopic } from '../tag/compile-topics.ts'
import type { Terminal } from './terminal.ts'

/**
 * Reads the folder of the configuration: `courant.yaml`, `sources/*.yaml`, `topics/*.yaml`.
 * @param added files that are to be written into it, read as if they were there already
 * @throws CourantError CONFIG_UNREADABLE when the folder or a file of it cannot be read
 */
export function readConfig(dir: string, terminal: Pick<Terminal, 'env'>, added: readonly ConfigFile[] = []): ConfigResult {
  return loadConfig([...readConfigFiles(dir), ...added], terminal.env, (path) => readFileSync(path, 'utf8'), checkTopic, checkFeed)
}

/**
 * The configuration, or one error that names every mistake.
 * @param onWarning told of what is right but worth a look
 * @throws CourantError CONFIG_INVALID, CONFIG_UNREADABLE
 */
export function requireConfig(dir: string, terminal: Pick<Terminal, 'env'>, onWarning: (line: string) => void = () => undefined): Config {
  const result = readConfig(dir, terminal)
  if (result.kind === 'loaded') {
    for (const warning of result.warnings) onWarning(`${formatMistake(warning)} (warning)`)
    return result.config
  }
  throw new CourantError(
    'CONFIG_INVALID',
    `${result.mistakes.map(formatMistake).join('\n')}\n${countOf(result.mistakes.length)} in ${dir}; nothing was started`
  )
}

export function countOf(mistakes: number): string {
  return mistakes === 1 ? '1 mistake' : `${mistakes} mistakes`
}

function readConfigFiles(dir: string): readonly ConfigFile[] {
  try {
    if (!statSync(dir).isDirectory()) throw new Error('it is no folder')
    const paths = [...yamlFiles(dir), ...yamlFiles(join(dir, 'sources')), ...yamlFiles(join(dir, 'topics'))]
    return paths.map((path) => ({ path, text: readText(path) }))
  } catch (error) {
    if (error instanceof CourantError) throw error
    throw new CourantError(
      'CONFIG_UNREADABLE',
      `cannot read the configuration in ${dir}: ${messageOf(error)}; name its folder with --config DIR`,
      { cause: error }
    )
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const message = `cannot read ${path}: ${messageOf(error)}; make it a file that this process may read, or remove it`
    throw new CourantError('CONFIG_UNREADABLE', message, { cause: error })
  }
}

function yamlFiles(dir: string): readonly string[] {
  if (!statSync(dir, { throwIfNoEntry: false })?.isDirectory()) return []
  return readdirSync(dir)
    .filter((file) => /\.ya?ml$/.test(file) && !file.startsWith('.'))
    .sort()
    .map((file) => join(dir, file))
}
