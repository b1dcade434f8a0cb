/** What a change does to a right. */
export type ChangeEffect = 'wider' | 'narrower' | 'changed'

/** One change of what a role or an object says about access, in words. */
export interface AccessChange {
  kind: string
  name: string | null
  effect: ChangeEffect
  warning: string | null
  summary: string
}

export interface ObjectChange {
  object: string
  label: string
  changes: AccessChange[]
}

export interface RoleChange {
  role: string
  label: string
  change: 'added' | 'removed' | 'changed'
  holders: number | null
  changes: AccessChange[]
  objects: ObjectChange[]
}

/** How many records; not exact: there may be more. */
export interface RecordCount {
  count: number
  is_exact: boolean
}

export interface CountedChange {
  gained: RecordCount
  lost: RecordCount
}

export interface NamedRecord {
  id: string
  label: string | null
}

/** Operations whose records are counted. */
export const COUNTED = ['read', 'update'] as const
export type Counted = (typeof COUNTED)[number]

export interface ObjectDifference {
  object: string
  label: string
  operations: { gained: string[]; lost: string[] }
  fields: { field: string; label: string; before: string; after: string }[]
  records: Record<Counted, CountedChange> | null
  not_counted: { code: string; message: string } | null
  examples: Record<Counted, { gained: NamedRecord[]; lost: NamedRecord[] }> | null
}

export interface PersonName {
  id: string
  name: string
  username: string
}

export interface PersonDifference extends PersonName {
  roles: string[]
  is_counted: boolean
  objects: ObjectDifference[]
}

/** `POST /api/metadata/plan/access` */
export interface AccessDiff {
  problems: unknown[]
  roles: RoleChange[]
  objects: ObjectChange[]
  people: {
    all: number
    looked_at: number
    affected: number
    names: PersonName[]
    suggested: string[]
    data: PersonDifference[]
  }
}
