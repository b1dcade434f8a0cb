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
  'settings',
  'usage',
] as const

/** One of them. */
export type ObjectTab = (typeof OBJECT_TABS)[number]

/** Where the studio's pages are. */
export const studioPaths = {
  objects: '/studio/objects',
  object: (name: string, tab: ObjectTab = 'fields', focus?: string) =>
    `/studio/objects/${name}/${tab}${focus === undefined ? '' : `?at=${encodeURIComponent(focus)}`}`,
  layout: (object: string, purpose: LayoutPurpose, focus?: string) =>
    `/studio/objects/${object}/layout/${purpose}${focus === undefined ? '' : `?at=${encodeURIComponent(focus)}`}`,
  revisions: '/studio/revisions',
  revision: (revision: number) => `/studio/revisions/${revision}`,
  packages: '/studio/packages',
  tasks: '/studio/tasks',
  users: '/studio/users',
  roles: '/studio/roles',
} as const

/** A page of the studio with what it is about. */
export type StudioPlace =
  | { page: 'objects' }
  | { page: 'object'; object: string; tab: ObjectTab }
  | { page: 'layout'; object: string; purpose: LayoutPurpose }
  | { page: 'revisions'; revision: number | null }
  | { page: 'packages' }
  | { page: 'tasks' }
  | { page: 'users' }
  | { page: 'roles' }
  | { page: 'unknown' }

/** The page that a path of the studio names. */
export function readStudioPath(path: string): StudioPlace {
  const [section = 'objects', name, third, fourth] = path.split('/').filter(Boolean).slice(1)
  if (section === 'users' || section === 'roles' || section === 'packages' || section === 'tasks')
    return { page: section }
  if (section === 'revisions') return { page: 'revisions', revision: name ? Number(name) : null }
  if (section !== 'objects') return { page: 'unknown' }
  if (name === undefined) return { page: 'objects' }
  if (third === 'layout') return { page: 'layout', object: name, purpose: fourth === 'detail' ? 'detail' : 'form' }
  const tab = OBJECT_TABS.find((known) => known === (third ?? 'fields'))
  return tab ? { page: 'object', object: name, tab } : { page: 'unknown' }
}
