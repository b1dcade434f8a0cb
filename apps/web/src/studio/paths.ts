import type { LayoutPurpose } from './model/definitions.ts'

/** Tabs of an object's page. */
export const OBJECT_TABS = [
  'fields',
  'relations',
  'rules',
  'duplicates',
  'states',
  'record-types',
  'views',
  'layouts',
  'conversions',
  'access',
  'settings',
  'usage',
] as const

/** One of them. */
export type ObjectTab = (typeof OBJECT_TABS)[number]

/** Tabs of a role's page. */
export const ROLE_TABS = ['rights', 'words', 'settings'] as const

/** One of them. */
export type RoleTab = (typeof ROLE_TABS)[number]

/** Where the studio's pages are. */
export const studioPaths = {
  objects: '/studio/objects',
  object: (name: string, tab: ObjectTab = 'fields', focus?: string) =>
    `/studio/objects/${name}/${tab}${focus === undefined ? '' : `?at=${encodeURIComponent(focus)}`}`,
  /** without a name the layout for all record types */
  layout: (object: string, purpose: LayoutPurpose, name?: string, focus?: string) =>
    `/studio/objects/${object}/layout/${purpose}${name === undefined ? '' : `/${name}`}${focus === undefined ? '' : `?at=${encodeURIComponent(focus)}`}`,
  conversions: '/studio/conversions',
  /** `at`: the pointer of a part of it */
  conversion: (name: string, at?: string) =>
    `/studio/conversions/${name}${at === undefined || at === '' ? '' : `?at=${encodeURIComponent(at)}`}`,
  approvals: '/studio/approvals',
  /** `at`: the pointer of a part of it */
  approval: (name: string, at?: string) =>
    `/studio/approvals/${name}${at === undefined || at === '' ? '' : `?at=${encodeURIComponent(at)}`}`,
  calendars: '/studio/calendars',
  calendar: (name: string) => `/studio/calendars/${name}`,
  deadlines: '/studio/deadlines',
  /** `at`: the pointer of a part of it */
  deadline: (name: string, at?: string) =>
    `/studio/deadlines/${name}${at === undefined || at === '' ? '' : `?at=${encodeURIComponent(at)}`}`,
  prints: '/studio/print-templates',
  /** `at`: the pointer of a part of it */
  print: (name: string, at?: string) =>
    `/studio/print-templates/${name}${at === undefined || at === '' ? '' : `?at=${encodeURIComponent(at)}`}`,
  connections: '/studio/connections',
  /** `at`: the pointer of a part of it */
  connection: (name: string, at?: string) =>
    `/studio/connections/${name}${at === undefined || at === '' ? '' : `?at=${encodeURIComponent(at)}`}`,
  channels: '/studio/channels',
  hooks: '/studio/hooks',
  workflows: '/studio/workflows',
  /** `at`: the pointer of a part of it */
  workflow: (name: string, at?: string) =>
    `/studio/workflows/${name}${at === undefined || at === '' ? '' : `?at=${encodeURIComponent(at)}`}`,
  /** two versions of a workflow side by side */
  compareWorkflow: (name: string, from?: number, to?: number) =>
    `/studio/compare-workflow/${name}${from === undefined ? '' : `/${from}/${to ?? ''}`}`,
  /** `filter`: a query string */
  runs: (filter = '') => `/studio/runs${filter === '' ? '' : `?${filter}`}`,
  run: (id: string) => `/studio/runs/${id}`,
  deadJobs: '/studio/dead-jobs',
  revisions: '/studio/revisions',
  revision: (revision: number) => `/studio/revisions/${revision}`,
  packages: '/studio/packages',
  plugins: '/studio/plugins',
  /** the documents of a kind that a plugin adds */
  kind: (kind: string) => `/studio/kinds/${kind}`,
  /** `at`: the pointer of a part of it */
  kindDocument: (kind: string, name: string, at?: string) =>
    `/studio/kinds/${kind}/${name}${at === undefined || at === '' ? '' : `?at=${encodeURIComponent(at)}`}`,
  tasks: '/studio/tasks',
  log: '/studio/log',
  backups: '/studio/backups',
  users: '/studio/users',
  roles: '/studio/roles',
  /** `at`: an object whose row is opened */
  role: (name: string, tab: RoleTab = 'rights', at?: string) =>
    `/studio/roles/${name}/${tab}${at === undefined ? '' : `?at=${encodeURIComponent(at)}`}`,
  compareRoles: (a: string, b: string) => `/studio/compare-roles/${a}/${b}`,
  dimensions: '/studio/dimensions',
  organisation: '/studio/organisation',
  parameters: '/studio/parameters',
  security: '/studio/security',
  signOn: '/studio/sign-on',
  logins: '/studio/logins',
  memberRules: '/studio/member-rules',
  /** the mapping of a rule */
  mapping: (rule: string) => `/studio/member-rules/${rule}`,
} as const

/** A page about work that does itself. */
export type WorkflowPlace =
  | { page: 'workflows' }
  | { page: 'workflow'; name: string }
  | { page: 'compare-workflow'; name: string; from: number | null; to: number | null }
  | { page: 'runs' }
  | { page: 'run'; id: string }
  | { page: 'dead-jobs' }

const WORKFLOW_PAGES: ReadonlySet<string> = new Set<WorkflowPlace['page']>([
  'workflows',
  'workflow',
  'compare-workflow',
  'runs',
  'run',
  'dead-jobs',
])

/** True for pages that are loaded together with the canvas. */
export const isWorkflowPlace = (place: StudioPlace): place is WorkflowPlace => WORKFLOW_PAGES.has(place.page)

/** A page of the studio with what it is about. */
export type StudioPlace =
  | { page: 'objects' }
  | { page: 'object'; object: string; tab: ObjectTab }
  | { page: 'layout'; object: string; purpose: LayoutPurpose; name: string | undefined }
  | { page: 'conversions' }
  | { page: 'conversion'; name: string }
  | WorkflowPlace
  | { page: 'approvals'; name: string | null }
  | { page: 'calendars'; name: string | null }
  | { page: 'deadlines'; name: string | null }
  | { page: 'print-templates'; name: string | null }
  | { page: 'connections'; name: string | null }
  | { page: 'channels' }
  | { page: 'hooks' }
  | { page: 'revisions'; revision: number | null }
  | { page: 'packages' }
  | { page: 'plugins' }
  | { page: 'kinds'; kind: string; name: string | null }
  | { page: 'tasks' }
  | { page: 'log' }
  | { page: 'backups' }
  | { page: 'users' }
  | { page: 'roles' }
  | { page: 'role'; role: string; tab: RoleTab }
  | { page: 'compare-roles'; a: string; b: string }
  | { page: 'dimensions' }
  | { page: 'organisation' }
  | { page: 'parameters' }
  | { page: 'security' }
  | { page: 'sign-on' }
  | { page: 'logins' }
  | { page: 'member-rules'; rule: string | null }
  | { page: 'unknown' }

/** The page that a path of the studio names. */
export function readStudioPath(path: string): StudioPlace {
  const [section = 'objects', name, third, fourth, fifth] = path.split('/').filter(Boolean).slice(1)
  const plain = PLAIN_PAGES.find((page) => page === section)
  if (plain) return { page: plain }
  if (section === 'member-rules') return { page: section, rule: name ?? null }
  if (section === 'roles') return readRolePath(name, third)
  if (section === 'compare-roles') return name && third ? { page: section, a: name, b: third } : { page: 'roles' }
  if (section === 'revisions') return { page: 'revisions', revision: name ? Number(name) : null }
  if (section === 'conversions') return name === undefined ? { page: section } : { page: 'conversion', name }
  if (section === 'calendars') return { page: section, name: name ?? null }
  if (section === 'approvals') return { page: section, name: name ?? null }
  if (section === 'deadlines') return { page: section, name: name ?? null }
  if (section === 'print-templates') return { page: section, name: name ?? null }
  if (section === 'connections') return { page: section, name: name ?? null }
  if (section === 'kinds' && name !== undefined) return { page: section, kind: name, name: third ?? null }
  if (section === 'workflows') return name === undefined ? { page: section } : { page: 'workflow', name }
  if (section === 'runs') return name === undefined ? { page: section } : { page: 'run', id: name }
  if (section === 'compare-workflow' && name !== undefined)
    return { page: section, name, from: third ? Number(third) : null, to: fourth ? Number(fourth) : null }
  if (section !== 'objects') return { page: 'unknown' }
  if (name === undefined) return { page: 'objects' }
  if (third === 'layout')
    return { page: 'layout', object: name, purpose: fourth === 'detail' ? 'detail' : 'form', name: fifth }
  const tab = OBJECT_TABS.find((known) => known === (third ?? 'fields'))
  return tab ? { page: 'object', object: name, tab } : { page: 'unknown' }
}

/** Pages that are about nothing in particular. */
const PLAIN_PAGES = [
  'users',
  'packages',
  'plugins',
  'tasks',
  'log',
  'backups',
  'dead-jobs',
  'channels',
  'hooks',
  'dimensions',
  'organisation',
  'parameters',
  'security',
  'sign-on',
  'logins',
] as const

function readRolePath(name: string | undefined, part = 'rights'): StudioPlace {
  if (name === undefined) return { page: 'roles' }
  const tab = ROLE_TABS.find((known) => known === part)
  return tab ? { page: 'role', role: name, tab } : { page: 'unknown' }
}
