/**
 * Takes the names out of what stands where an author should: `mail (Name)`, `Name <mail>`, `"Name" <mail>`, `Name, mail`, or several
 * of these. A mail address alone is given back, for it is all that is known.
 * @returns names in the order written, none twice
 */
export function personNames(text: string): readonly string[] {
  const written = text.length > TEXT_CHARS_MAX ? text.slice(0, TEXT_CHARS_MAX) : text
  const names = new Set<string>()
  for (const person of splitPeople(written)) {
    const name = personName(person)
    if (name !== '' && names.size < PEOPLE_MAX) names.add(name)
  }
  return [...names]
}

const TEXT_CHARS_MAX = 2_000
const PEOPLE_MAX = 50

/** Commas and semicolons part people only where each part has a mail address: "Smith, John" is one person. */
function splitPeople(text: string): readonly string[] {
  const mails = text.match(/[^\s<>(),;]{1,64}@[^\s<>(),;]{1,190}/g) ?? []
  if (mails.length > 1) return text.split(/[,;](?![^(]{0,100}\))/)
  return [text]
}

function personName(text: string): string {
  const person = text
    .replace(/\s+/g, ' ')
    .replace(/ ?[(（] ?[)）]$/, '')
    .trim()
  const behind =
    /^(?:mailto:)?[^\s@()（）<>]{1,64}@[^\s()（）<>]{1,190} ?[(（](.{1,400})[)）]$/i.exec(person)
    ?? /^\(?(?:mailto:)?[^\s@()<>]{1,64}@[^\s()<>,;]{1,190}\)?[,;]? (?:[-–—|:] )?([^()<>@]{1,400})$/i.exec(person)
  if (behind) return behind[1]!.trim()
  const before = /^"?([^"<>]{1,400}?)"? ?[<([{](?:mailto:)?[^\s@()<>]{0,64}@?[^\s()<>]{1,190}[>)\]}]$/i.exec(person)
  if (before && /[<([{](?:mailto:)?[^\s@]+@/.test(person)) return before[1]!.trim()
  const bare = /^<?(?:mailto:)?([^\s@()<>]{1,64}@[^\s()<>]{1,190})>?$/i.exec(person)
  if (bare) return bare[1]!
  const beside = /^"?([^"()<>@]{1,400}?)"?[ ,;:|–—-]{1,4}(?:mailto:)?[^\s@()<>]{1,64}@[^\s()<>]{1,190}$/i.exec(person)
  return beside ? beside[1]!.trim() : person
}
