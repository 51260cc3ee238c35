import { InvalidArgumentError } from 'commander'

/** A reader of an option that is a whole number within bounds; what is none is wrong use. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
    if (!(number >= min && number <= max)) throw new InvalidArgumentError(`write a whole number from ${min} to ${max}`)
    return number
  }
}
