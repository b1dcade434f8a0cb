import type { PackageDocument } from '@fieldwork/metadata'

/** A problem as the API tells it. */
export interface ServerProblem {
  pointer?: string
  kind?: string
  name?: string
  message: string
}

export interface ServerPlan {
  changed: boolean
  problems: ServerProblem[]
  steps: { class: 'safe' | 'confirm' | 'destructive'; summary: string }[]
  changes: { layer: string; kind: string; name: string; change: 'created' | 'changed' | 'deleted' }[]
  conflicts: { kind: string; name: string; path: string; message: string }[]
}

/** How many records; not exact: there may be more. */
export interface RecordCount {
  count: number
  is_exact: boolean
}

interface RightChanges {
  label: string
  changes: { summary: string; effect: 'wider' | 'narrower' | 'changed'; warning: string | null }[]
}

/** Who gains and who loses by a plan. */
export interface AccessDiff {
  problems: ServerProblem[]
  roles: (RightChanges & { role: string; change: 'added' | 'removed' | 'changed'; objects: RightChanges[] })[]
  objects: RightChanges[]
  people: {
    all: number
    looked_at: number
    affected: number
    counted: number
    data: {
      name: string
      username: string
      is_counted: boolean
      objects: {
        label: string
        records: Record<'read' | 'update', { gained: RecordCount; lost: RecordCount }> | null
        not_counted: { message: string } | null
      }[]
    }[]
  }
  budget: { is_within: boolean; ms: number; rows: number }
}

/** What the server refused, in words. */
export class ServerError extends Error {
  readonly code: string
  readonly problems: ServerProblem[]

  constructor(message: string, { code, problems = [] }: { code: string; problems?: ServerProblem[] }) {
    super(message)
    this.code = code
    this.problems = problems
  }
}

export interface ImportRequest {
  package: PackageDocument
  layer: string
  prune: boolean
  base_revision?: number | undefined
  confirm?: boolean
  message?: string | undefined
}

/** A Fieldwork server, with an administrator's token. */
export interface Client {
  url: string
  export(layer: string): Promise<{ package: PackageDocument; revision: number }>
  plan(request: ImportRequest): Promise<ServerPlan>
  planAccess(request: ImportRequest): Promise<AccessDiff>
  import(request: ImportRequest): Promise<{ changed: boolean; revision: number }>
  planUninstall(name: string): Promise<ServerPlan>
  uninstall(name: string, options: { confirm: boolean; message?: string | undefined }): Promise<{ revision: number }>
}

/** Talks to a server; refusals are thrown as ServerError. */
export function createClient({ url, token, language }: Record<'url' | 'token' | 'language', string>): Client {
  const call = async (path: string, body?: object): Promise<Response> => {
    const headers = { authorization: `Bearer ${token}`, 'accept-language': language }
    const post = body && { method: 'POST', body: JSON.stringify(body), headers: { ...headers, 'content-type': json } }
    const response = await reach(url, fetch(`${url}${path}`, post ?? { headers }))
    if (!response.ok) throw await refusalOf(response)
    return response
  }
  return {
    url,
    async export(layer) {
      const response = await call(`/api/metadata/export?layer=${encodeURIComponent(layer)}`)
      const revision = Number(response.headers.get('x-catalog-revision'))
      return { package: (await response.json()) as PackageDocument, revision }
    },
    plan: async (request) =>
      (await (await call('/api/metadata/import', { ...request, dry_run: true })).json()) as ServerPlan,
    planAccess: async (request) => (await (await call('/api/metadata/plan/access', request)).json()) as AccessDiff,
    import: async (request) =>
      (await (await call('/api/metadata/import', request)).json()) as { changed: boolean; revision: number },
    planUninstall: async (name) => (await (await call(uninstallPath(name), { dry_run: true })).json()) as ServerPlan,
    uninstall: async (name, options) =>
      (await (await call(uninstallPath(name), options)).json()) as { revision: number },
  }
}

const uninstallPath = (name: string): string => `/api/metadata/packages/${encodeURIComponent(name)}/uninstall`

const json = 'application/json'

async function reach(url: string, response: Promise<Response>): Promise<Response> {
  try {
    return await response
  } catch (error) {
    const reason = (error as { cause?: Error }).cause?.message ?? (error as Error).message
    throw new ServerError(`${url}: ${reason}`, { code: 'unreachable' })
  }
}

async function refusalOf(response: Response): Promise<ServerError> {
  const text = await response.text()
  if (!response.headers.get('content-type')?.includes('json')) {
    return new ServerError(`${response.status} ${response.statusText}`, { code: 'unreadable_answer' })
  }
  const { detail, code, problems } = JSON.parse(text) as { detail: string; code: string; problems?: ServerProblem[] }
  return new ServerError(`${detail} (${code})`, { code, problems: problems ?? [] })
}
