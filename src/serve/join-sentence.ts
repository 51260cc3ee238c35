/**
 * Why a text was joined to others, in plain words.
 * @param reason as it was stored when it was decided, with the scores that `courant why` and the API tell
 */
export function joinSentence(reason: string): string {
  if (reason.startsWith('translated words ')) return 'its words, once translated, tell the same'
  if (reason.startsWith('words ')) return 'its words tell the same'
  if (reason.startsWith('stories ')) return 'one article tells what both stories tell'
  if (reason === 'named as a version in another language') return 'its publisher names it as a version in another language'
  if (reason === 'same address in another language') return 'its address is that of a version in another language'
  if (reason === 'url') return 'the same address'
  if (reason === 'end of address + title') return 'the same title and end of the address'
  const [, title, summary] = /^title ([\d.]+)(?: \+ summary ([\d.]+))?$/.exec(reason) ?? []
  if (title === undefined) return reason
  return `${alike('title', title)}${summary === undefined ? '' : ` and ${alike('summary', summary)}`}`
}

function alike(what: string, score: string): string {
  return score === '1' ? `the same ${what}` : `a ${what} that is ${Math.round(Number(score) * 100)} % the same`
}
