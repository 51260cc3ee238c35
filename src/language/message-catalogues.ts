/** Messages of a program in many languages: by the name of the language as the program writes it, then by key. */
export type Catalogues = ReadonlyMap<string, ReadonlyMap<string, string>>

/**
 * Gathers catalogues from the files of a package.
 * @param path what a catalogue's path looks like; its first group is the name of the language
 */
export function readCatalogues(files: ReadonlyMap<string, Buffer>, path: RegExp): Catalogues {
  const catalogues = new Map<string, Map<string, string>>()
  for (const [name, content] of files) {
    const language = path.exec(name)?.[1]
    if (language === undefined) continue
    const messages = catalogues.get(language) ?? new Map<string, string>()
    catalogues.set(language, messages)
    if (name.endsWith('.json')) putMessages(JSON.parse(content.toString('utf8')), name, messages)
    else putAssignments(content.toString('utf8'), messages)
  }
  return catalogues
}

function putMessages(value: unknown, key: string, into: Map<string, string>): void {
  if (typeof value === 'string') into.set(key, value)
  else if (typeof value === 'object' && value !== null)
    for (const [name, inner] of Object.entries(value)) putMessages(inner, `${key}/${name}`, into)
}

/** Reads a catalogue that is a program: `Blockly.Msg["KEY"] = "message"`. */
function putAssignments(program: string, into: Map<string, string>): void {
  for (const [, key, message] of program.matchAll(/\.Msg\["(\w+)"\] = "((?:[^"\\]|\\.)*)"/g)) {
    into.set(key!, message!.replaceAll('\\n', ' ').replace(/\\(.)/g, '$1'))
  }
}

/**
 * The different messages of one language, without markup and placeholders; those left in English are left out.
 * @param names the catalogues of that language
 */
export function messagesOf(catalogues: Catalogues, names: readonly string[]): readonly string[] {
  const english = new Set<string>()
  if (!names.includes('en')) {
    for (const name of ENGLISH) for (const message of catalogues.get(name)?.values() ?? []) english.add(cleanMessage(message))
  }
  const messages = new Set<string>()
  for (const name of names) {
    for (const message of catalogues.get(name)?.values() ?? []) {
      const clean = cleanMessage(message)
      if (clean !== '' && !english.has(clean)) messages.add(clean)
    }
  }
  return [...messages]
}

const ENGLISH = ['en', 'en_EN', 'en_US', 'en_GB', 'en-US']

function cleanMessage(message: string): string {
  const text = /\{\s*\w+\s*,\s*(?:plural|select)/.test(message) ? message.replace(CHOICE, ' ') : message
  return text
    .replace(/<[^>]*>/g, ' ')
    .replace(/\{\{?[^{}]*\}?\}/g, ' ')
    .replace(/%\([^)]*\)s|%[sd\d]|\$\d|__\w+__|https?:\S+|`[^`]*`|\S+@\S+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

/** What frames the cases of a message that depends on a number, as ICU writes it: `{n, plural, one {…} other {…}}`. */
const CHOICE = /\{\s*\w+\s*,\s*(?:plural|select)\w*\s*,|(?:=\d+|zero|one|two|few|many|other)\s*\{/g
