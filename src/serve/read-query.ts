import { z } from 'zod'
import { HttpError } from './http-error.ts'

/** What a path or query may hold; everything has a bound. */
export const bounds = {
  id: z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,99}$/, 'an id has 1 to 100 letters, digits, dots and hyphens'),
  language: z.string().regex(/^[a-zA-Z]{2,8}(?:-[a-zA-Z0-9]{1,8}){0,3}$/, 'a language is a tag such as "fr" or "zh-Hans"'),
  region: z.string().regex(/^[A-Z]{2}(?:-[A-Z0-9]{1,3})?$/, 'a region is an ISO 3166 code such as "CN" or "CN-BJ"'),
  month: z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, 'a month is written as "2026-04"'),
  page: z.coerce.number().int().min(1).max(200).default(1),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  query: z.string().max(200, 'a query has 200 characters at most'),
  seq: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
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
  throw new HttpError(status, status === 404 ? 'There is nothing at this address.' : `${place === '' ? (status === 422 ? 'body' : 'query') : place}: ${issue!.message}`)
}
