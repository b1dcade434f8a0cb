import { ApiProblem } from './api-problem.ts'
import type { ProblemBody } from './api-problem.ts'
import { sendForm } from './send-form.ts'
import type { UploadOptions } from './send-form.ts'
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
  /** a session that has ended is an answer like any other: nobody is asked to log in again */
  isProbe?: boolean
}

/** The typed door to the HTTP API; every method throws ApiProblem when the server refuses. */
export interface Api {
  request<T>(method: string, path: string, options?: RequestOptions): Promise<ApiAnswer<T>>
  get<T>(path: string, signal?: AbortSignal): Promise<T>
  post<T>(path: string, body?: unknown): Promise<T>
  patch<T>(path: string, body: unknown, headers?: Record<string, string>): Promise<T>
  put<T>(path: string, body: unknown): Promise<T>
  delete<T>(path: string): Promise<T>
  /** the answer as it comes in, for what is too large to be kept or no JSON; the caller reads it. With a body: a POST */
  open(path: string, signal: AbortSignal, headers?: Record<string, string>, body?: unknown): Promise<Response>
  /** whether the caller looks with the eyes of another user; what is fetched past this client would be seen by himself */
  isViewingAs(): boolean
  /** sends a file with its words, and tells how far it is */
  upload<T>(path: string, form: FormData, options: UploadOptions): Promise<T>
  /** the token that unsafe requests of a cookie session carry */
  setCsrf(token: string | null): void
}

/** What the client tells its surroundings. */
export interface ApiListeners {
  locale(): Locale
  /** id of the user with whose eyes the caller looks; the server refuses to write with them */
  viewAs?(): string | null
  /** the catalog's revision changed since the last answer */
  onRevision?(revision: string): void
  /** the session ended or is another one; true when it stands again, upon which the request is repeated once */
  onSessionLost?(): Promise<boolean>
  /** whether a request got through to the server */
  onReached?(hasReached: boolean): void
}

const SAFE = new Set(['GET', 'HEAD'])
/** what a proxy says when the server behind it is gone */
const GATEWAY_STATUS = new Set([502, 503, 504])
const SESSION_LOST = new Set(['unauthenticated', 'csrf_failed'])
const UNREACHABLE: Record<Locale, string> = {
  en: 'The server cannot be reached. What you filled in is still here; try again once the connection is back.',
  'zh-CN': '暂时连接不上服务器。您填写的内容都还在，恢复连接后请再试一次。',
}

/** Creates the API client: cookie session, CSRF header, caller's language, problems as ApiProblem. */
export function createApi(listeners: ApiListeners, baseUrl = ''): Api {
  const session: { csrf: string | null; revision: string | null } = { csrf: null, revision: null }

  const viewAs = (): string | null => listeners.viewAs?.() ?? null
  const headersOf = (method: string, options: RequestOptions): Record<string, string> =>
    requestHeaders(method, options, { locale: listeners.locale(), csrf: session.csrf, viewAs: viewAs() })

  async function request<T>(method: string, path: string, options: RequestOptions = {}): Promise<ApiAnswer<T>> {
    try {
      return await attempt<T>(method, path, options)
    } catch (error) {
      const isLost = error instanceof ApiProblem && SESSION_LOST.has(error.code) && !options.isProbe
      if (!isLost || !(await listeners.onSessionLost?.())) throw error
      return attempt<T>(method, path, options)
    }
  }

  async function attempt<T>(method: string, path: string, options: RequestOptions): Promise<ApiAnswer<T>> {
    const response = await send(baseUrl + path, {
      method,
      credentials: 'same-origin',
      headers: headersOf(method, options),
      body: options.body === undefined ? null : JSON.stringify(options.body),
      signal: options.signal ?? null,
    })
    noticeRevision(response.headers.get('x-catalog-revision'))
    const text = await response.text()
    if (!response.ok) throw new ApiProblem(response.status, problemBody(text))
    return {
      data: (text === '' ? null : JSON.parse(text)) as T,
      status: response.status,
      etag: response.headers.get('etag'),
    }
  }

  const open: Api['open'] = async (path, signal, more = {}, body) => {
    const asked = openInit(body)
    const headers = headersOf(asked.method, { headers: more, body })
    const response = await send(baseUrl + path, { ...asked, credentials: 'same-origin', headers, signal })
    if (response.ok) return response
    const problem = new ApiProblem(response.status, problemBody(await response.text()))
    if (!SESSION_LOST.has(problem.code) || !(await listeners.onSessionLost?.())) throw problem
    return open(path, signal, more, body)
  }

  async function send(url: string, init: RequestInit): Promise<Response> {
    const response = await fetch(url, init).catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'AbortError') throw error
      // whatever else keeps a request from being answered: told below as unreachable
      return null
    })
    const isReached = response !== null && !isGatewayProblem(response)
    listeners.onReached?.(isReached)
    if (!isReached) throw new ApiProblem(0, { code: 'unreachable', title: UNREACHABLE[listeners.locale()] })
    return response
  }

  function noticeRevision(revision: string | null): void {
    if (revision === null || revision === session.revision) return
    const isFirst = session.revision === null
    session.revision = revision
    if (!isFirst) listeners.onRevision?.(revision)
  }

  const data = async <T>(method: string, path: string, options?: RequestOptions): Promise<T> =>
    (await request<T>(method, path, options)).data

  async function uploadForm<T>(path: string, form: FormData, options: UploadOptions): Promise<T> {
    const attemptUpload = async (): Promise<T> => {
      const headers = headersOf('POST', {})
      const { status, text } = await sendForm(baseUrl + path, { form, headers, ...options })
      listeners.onReached?.(status !== 0)
      if (status === 0) throw new ApiProblem(0, { code: 'unreachable', title: UNREACHABLE[listeners.locale()] })
      if (status >= 400) throw new ApiProblem(status, problemBody(text))
      return JSON.parse(text) as T
    }
    try {
      return await attemptUpload()
    } catch (error) {
      const isLost = error instanceof ApiProblem && SESSION_LOST.has(error.code)
      if (!isLost || !(await listeners.onSessionLost?.())) throw error
      return attemptUpload()
    }
  }

  return {
    request,
    open,
    isViewingAs: () => viewAs() !== null,
    get: (path, signal) => data('GET', path, signal ? { signal } : {}),
    post: (path, body) => data('POST', path, { body }),
    patch: (path, body, headers = {}) => data('PATCH', path, { body, headers }),
    put: (path, body) => data('PUT', path, { body }),
    delete: (path) => data('DELETE', path),
    upload: (path, form, options) => uploadForm(path, form, options),
    setCsrf: (token) => {
      session.csrf = token
    },
  }
}

const openInit = (body: unknown) =>
  body === undefined ? { method: 'GET', body: null } : { method: 'POST', body: JSON.stringify(body) }

function requestHeaders(
  method: string,
  options: RequestOptions,
  { locale, csrf, viewAs }: { locale: Locale; csrf: string | null; viewAs: string | null },
): Record<string, string> {
  return {
    accept: 'application/json',
    'accept-language': locale,
    ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(csrf !== null && !SAFE.has(method) ? { 'x-csrf-token': csrf } : {}),
    ...(viewAs === null ? {} : { 'x-view-as': viewAs }),
    ...options.headers,
  }
}

/** The server itself says with a problem document when it is not ready. */
function isGatewayProblem({ status, headers }: Response): boolean {
  return GATEWAY_STATUS.has(status) && !headers.get('content-type')?.includes('json')
}

function problemBody(text: string): ProblemBody {
  try {
    return JSON.parse(text) as ProblemBody
  } catch {
    return { code: 'unknown', title: text.slice(0, 200) }
  }
}
