import { ApiProblem } from './api-problem.ts'
import type { ProblemBody } from './api-problem.ts'
import type { Locale } from './types.ts'

/** An answer with the headers the app uses. */
export interface ApiAnswer<T> {
  data: T
  status: number
  etag: string | null
}

/** Options of one request. */
export interface RequestOptions {
  body?: unknown
  headers?: Record<string, string>
  signal?: AbortSignal
}

/** The typed door to the HTTP API; every method throws ApiProblem when the server refuses. */
export interface Api {
  request<T>(method: string, path: string, options?: RequestOptions): Promise<ApiAnswer<T>>
  get<T>(path: string, signal?: AbortSignal): Promise<T>
  post<T>(path: string, body?: unknown): Promise<T>
  patch<T>(path: string, body: unknown, headers?: Record<string, string>): Promise<T>
  put<T>(path: string, body: unknown): Promise<T>
  delete<T>(path: string): Promise<T>
  /** the token that unsafe requests of a cookie session carry */
  setCsrf(token: string | null): void
}

/** What the client tells its surroundings. */
export interface ApiListeners {
  locale(): Locale
  /** the catalog's revision changed since the last answer */
  onRevision?(revision: string): void
  /** a session ended (401 on anything but a login) */
  onUnauthenticated?(): void
}

const SAFE = new Set(['GET', 'HEAD'])

/** Creates the API client: cookie session, CSRF header, caller's language, problems as ApiProblem. */
export function createApi(listeners: ApiListeners, baseUrl = ''): Api {
  const session: { csrf: string | null; revision: string | null } = { csrf: null, revision: null }

  async function request<T>(method: string, path: string, options: RequestOptions = {}): Promise<ApiAnswer<T>> {
    const response = await send(baseUrl + path, {
      method,
      credentials: 'same-origin',
      headers: requestHeaders(method, options, listeners.locale(), session.csrf),
      body: options.body === undefined ? null : JSON.stringify(options.body),
      signal: options.signal ?? null,
    })
    noticeRevision(response.headers.get('x-catalog-revision'))
    const text = await response.text()
    if (!response.ok) {
      if (response.status === 401 && !path.startsWith('/api/auth/')) listeners.onUnauthenticated?.()
      throw new ApiProblem(response.status, problemBody(text))
    }
    return {
      data: (text === '' ? null : JSON.parse(text)) as T,
      status: response.status,
      etag: response.headers.get('etag'),
    }
  }

  function noticeRevision(revision: string | null): void {
    if (revision === null || revision === session.revision) return
    const isFirst = session.revision === null
    session.revision = revision
    if (!isFirst) listeners.onRevision?.(revision)
  }

  const data = async <T>(method: string, path: string, options?: RequestOptions): Promise<T> =>
    (await request<T>(method, path, options)).data

  return {
    request,
    get: (path, signal) => data('GET', path, signal ? { signal } : {}),
    post: (path, body) => data('POST', path, { body }),
    patch: (path, body, headers = {}) => data('PATCH', path, { body, headers }),
    put: (path, body) => data('PUT', path, { body }),
    delete: (path) => data('DELETE', path),
    setCsrf: (token) => {
      session.csrf = token
    },
  }
}

function requestHeaders(
  method: string,
  options: RequestOptions,
  locale: Locale,
  csrf: string | null,
): Record<string, string> {
  return {
    accept: 'application/json',
    'accept-language': locale,
    ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(csrf !== null && !SAFE.has(method) ? { 'x-csrf-token': csrf } : {}),
    ...options.headers,
  }
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ApiProblem(0, { code: 'unreachable', title: 'The server cannot be reached' })
  }
}

function problemBody(text: string): ProblemBody {
  try {
    return JSON.parse(text) as ProblemBody
  } catch {
    return { code: 'unknown', title: text.slice(0, 200) }
  }
}
