/** Refusals as the screens meet them. */

export interface ProblemDocument {
  status: number
  code: string
  detail: string
  fields?: Record<string, string[]>
  [extra: string]: unknown
}

/** The server answered, and the answer was no. */
export class ApiProblem extends Error {
  constructor(readonly document: ProblemDocument, readonly retryAfter: number | null = null) {
    super(document.detail)
  }

  get status(): number {
    return this.document.status
  }

  get code(): string {
    return this.document.code
  }
}

/** Nobody answered, or somebody else did: no network, a dead server, a captive portal. */
export class NoAnswer extends Error {
  /** Only where a proxy said that the server behind it is in trouble: then the network is well. */
  readonly status?: number

  constructor(words: string, status = 0) {
    super(words)
    if (status >= 500) this.status = status
  }
}
