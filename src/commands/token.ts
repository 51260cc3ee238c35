import { hash, randomBytes } from 'node:crypto'
import { Option } from 'commander'
import { TOKEN_SCOPES } from '../config/schema.ts'
import type { AddCommand } from './program.ts'
import { printJson } from './terminal.ts'

const TOKEN_BYTES = 32

export const tokenCommand: AddCommand = (program, terminal) => {
  program
    .command('token')
    .description('print a new token for the API and the desk, and the YAML that admits it: the token itself is kept nowhere')
    .option('--name <name>', 'who it is for', 'desk')
    .addOption(new Option('--scopes <scopes...>', 'what it allows').choices(TOKEN_SCOPES).default(['curate']))
    .option('--json', 'print JSON')
    .option('--config <dir>', 'not read; paste the YAML into courant.yaml', 'config')
    .action(({ name, scopes, json }: { name: string; scopes: readonly string[]; json?: true }) => {
      const token = randomBytes(TOKEN_BYTES).toString('base64url')
      const sha256 = hash('sha256', token, 'hex')
      if (json) return printJson(terminal, { token, name, sha256, scopes })
      terminal.out(
        `token (shown once): ${token}\n\ntokens:\n  - { name: ${JSON.stringify(name)}, sha256: ${sha256}, scopes: [${scopes.join(', ')}] }\n`
      )
    })
}
