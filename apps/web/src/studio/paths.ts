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
  /** without a name the layout for all record types */
  layout: (object: string, purpose: LayoutPurpose, name?: string, focus?: string) =>
    `/studio/objects/${object}/layout/${purpose}${name === undefined ? '' : `/${name}`}${focus === undefined ? '' : `?at=${encodeURIComponent(focus)}`}`,
  conversions: '/studio/conversions',
  /** `at`: the pointer of a part of it */
  conversion: (name: string, at?: string) =>
    `/studio/conversions/${name}${at === undefined || at === '' ? '' : `?at=${encodeURIComponent(at)}`}`,
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
  | { page: 'layout'; object: string; purpose: LayoutPurpose; name: string | undefined }
  | { page: 'conversions' }
  | { page: 'conversion'; name: string }
  | { page: 'revisions'; revision: number | null }
  | { page: 'packages' }
  | { page: 'tasks' }
  | { page: 'users' }
  | { page: 'roles' }
  | { page: 'unknown' }

/** The page that a path of the studio names. */
export function readStudioPath(path: string): StudioPlace {
  const [section = 'objects', name, third, fourth, fifth] = path.split('/').filter(Boolean).slice(1)
  if (section === 'users' || section === 'roles' || section === 'packages' || section === 'tasks')
    return { page: section }
  if (section === 'revisions') return { page: 'revisions', revision: name ? Number(name) : null }
  if (section === 'conversions') return name === undefined ? { page: section } : { page: 'conversion', name }
  if (section !== 'objects') return { page: 'unknown' }
  if (name === undefined) return { page: 'objects' }
  if (third === 'layout')
    return { page: 'layout', object: name, purpose: fourth === 'detail' ? 'detail' : 'form', name: fifth }
  const tab = OBJECT_TABS.find((known) => known === (third ?? 'fields'))
  return tab ? { page: 'object', object: name, tab } : { page: 'unknown' }
}
