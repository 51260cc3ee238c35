/** A refusal that the asker can act on: its words are sent as they are, so they name nothing internal. */
export class HttpError extends Error {
  override readonly name = 'HttpError'
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>

  constructor(statusCode: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message)
    this.statusCode = statusCode
    this.headers = headers
  }
}

export function notFound(what: string): HttpError {
  return new HttpError(404, what)
}
