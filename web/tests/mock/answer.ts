export interface Answer {
  status: number
  body?: unknown
  headers?: Record<string, string>
}

export function message(status: number, sentence: string): Answer {
  return { status, body: { httpStatusCode: status, status: 'ERROR', message: sentence } }
}
