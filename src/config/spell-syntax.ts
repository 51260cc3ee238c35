/*
 * What the parser of YAML says is right, and of little help to who never read its standard. What cures it stands here, by the
 * parser's own codes.
 */

const KEYS = 'write "key: value" with a space after the colon, and the keys of one level exactly below one another'
const QUOTES = 'put the whole text in quotes'

/** The first line that fits tells the cure. */
const CURES: readonly { readonly code: string; readonly says?: RegExp; readonly cure: string }[] = [
  { code: 'TAB_AS_INDENT', cure: 'indent with spaces' },
  { code: 'MISSING_CHAR', says: /closing/, cure: 'close it, or remove the quotation mark' },
  { code: 'MISSING_CHAR', says: /comma/i, cure: 'put a comma between two values, and a text with blanks and colons in quotes' },
  { code: 'BAD_INDENT', says: /^Flow/, cure: 'close it where it ends; within it, put a text with "#" in quotes' },
  { code: 'BAD_INDENT', cure: KEYS },
  { code: 'BLOCK_AS_IMPLICIT_KEY', cure: `put a text that holds ": " in quotes, or ${KEYS}` },
  { code: 'BLOCK_IN_FLOW', cure: 'within { } and [ ], put a comma between two values' },
  { code: 'MULTILINE_IMPLICIT_KEY', cure: KEYS },
  { code: 'MISSING_CHAR', cure: KEYS },
  {
    code: 'UNEXPECTED_TOKEN',
    says: /without - indicator/,
    cure: 'begin each value of a list with "- ", and put its keys exactly below one another'
  },
  { code: 'UNEXPECTED_TOKEN', says: /flow-(?:map|seq)-end/, cure: 'remove it, or open what it closes' },
  { code: 'UNEXPECTED_TOKEN', says: /alias/, cure: 'put a text with "*" in quotes, as in "*/30 * * * *"' },
  { code: 'UNEXPECTED_TOKEN', says: /block-seq-ind/, cure: 'begin the list on the line after its key' },
  { code: 'UNEXPECTED_TOKEN', cure: QUOTES },
  { code: 'BAD_SCALAR_START', cure: QUOTES },
  { code: 'BAD_DQ_ESCAPE', cure: 'write \\\\ for a backslash, or use single quotes' },
  { code: 'BAD_ALIAS', cure: QUOTES },
  { code: 'ALIAS_PROPS', cure: QUOTES },
  { code: 'TAG_RESOLVE_FAILED', cure: 'remove what begins with "!", or put the text in quotes' }
]

/**
 * Says what is no YAML, and what would be right.
 * @param code,message as the parser gives them
 * @param at the text from the place of the mistake, and the character before it
 */
export function spellSyntax(code: string, message: string, at: string, before: string): string {
  if (at.startsWith('${') || (before === '$' && at.startsWith('{'))) {
    return `this is not valid YAML: ${message}; within { } and [ ], put "\${NAME}" in quotes`
  }
  const found = CURES.find((line) => line.code === code && (line.says?.test(message) ?? true))
  return `this is not valid YAML: ${message}${found ? `; ${found.cure}` : ''}`
}
