import { z } from 'zod'
import { HttpError } from './http-error.ts'

function whole(min: number, max: number) {
  const wrong = `write a whole number from ${min} to ${max}, once`
  return z.coerce.number(wrong).int(wrong).min(min, wrong).max(max, wrong)
}

/** What a path or query may hold; everything has a bound. */
export const bounds = {
  id: z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,99}$/, 'an id has 1 to 100 letters, digits, dots and hyphens'),
  language: z.string().regex(/^[a-zA-Z]{2,8}(?:-[a-zA-Z0-9]{1,8}){0,3}$/, 'a language is a tag such as "fr" or "zh-Hans"'),
  region: z.string().regex(/^[A-Z]{2}(?:-[A-Z0-9]{1,3})?$/, 'a region is an ISO 3166 code such as "CN" or "CN-BJ"'),
  month: z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, 'a month is written as "2026-04"'),
  page: whole(1, 200).default(1),
  limit: whole(1, 200).default(50),
  count: whole(1, Number.MAX_SAFE_INTEGER),
  query: z.string().max(200, 'a query has 200 characters at most'),
  seq: whole(0, Number.MAX_SAFE_INTEGER)
} as const

/**
 * Reads what a request sent.
 * @param status what to answer when it does not fit: 400 for queries, 404 for paths, which then name nothing, 422 for bodies
 * @throws HttpError that says what is wrong with which value
 */
export function readInput<T extends z.ZodType>(schema: T, input: unknown, status: 400 | 404 | 422 = 400): z.infer<T> {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const place = issue!.path.join('.')
  throw new HttpError(
    status,
    status === 404 ? 'There is nothing at this address.' : `${place === '' ? (status === 422 ? 'body' : 'query') : place}: ${spell(issue!)}`
  )
}

function spell(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'invalid_type' || !issue.message.startsWith('Invalid input')) return issue.message
  return `${issue.message.endsWith('undefined') ? 'missing' : 'not of the right kind'}; write ${KINDS[issue.expected] ?? issue.expected}`
}

const KINDS: Readonly<Record<string, string>> = { string: 'a text, once', object: 'a JSON object', array: 'a list', number: 'a number' }
