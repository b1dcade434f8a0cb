import type { ActorFacts, CountedChange, ExampleRecords, Obstacle } from '@fieldwork/database'
import type { LocalizedText } from '@fieldwork/fields'
import type { FieldRight, Operation } from '@fieldwork/metadata'

/** What a change of a definition does to a right. `changed`: neither more nor less for sure. */
export type ChangeEffect = 'wider' | 'narrower' | 'changed'

/** Why somebody should look twice. */
export type ChangeWarning = 'administrator' | 'all_records' | 'export' | 'sensitive' | 'owner_off' | 'open'

export type ChangeKind =
  | 'administrator'
  | 'apps'
  | 'right'
  | 'limit'
  | 'operation'
  | 'where'
  | 'related'
  | 'dimension'
  | 'field'
  | 'owner'
  | 'through'
  | 'parameter'
  | 'object'
  | 'member_rule'

/** One change of what a role or an object says about access. */
export interface AccessChange {
  kind: ChangeKind
  /** of the operation, dimension, field …; null: there is one only */
  name: string | null
  before: unknown
  after: unknown
  effect: ChangeEffect
  warning: ChangeWarning | null
  /** the same in words */
  summary: LocalizedText
}

export interface ObjectChange {
  /** `*`: every object that the role does not name */
  object: string
  label: LocalizedText
  changes: AccessChange[]
}

export interface RoleChange {
  role: string
  label: LocalizedText
  change: 'added' | 'removed' | 'changed'
  /** of the people looked at, how many have the role; null: nobody was looked at */
  holders: number | null
  changes: AccessChange[]
  objects: ObjectChange[]
}

/** Why records of an object cannot be counted before the publish. */
export type CountObstacle = Obstacle | 'no_table'

export interface FieldDifference {
  field: string
  label: LocalizedText
  /** `partly`: on some records */
  before: FieldRight | 'partly'
  after: FieldRight | 'partly'
}

/** What changes for a person with an object. */
export interface ObjectDifference {
  object: string
  label: LocalizedText
  operations: { gained: Operation[]; lost: Operation[] }
  fields: FieldDifference[]
  /** records that come or go, by operation; null: they cannot be counted, see `obstacle` */
  records: Record<'read' | 'update', CountedChange> | null
  obstacle: CountObstacle | null
  examples: Record<'read' | 'update', ExampleRecords> | null
}

export interface PersonName {
  id: string
  name: string
  username: string
}

export interface PersonDifference extends PersonName {
  /** names of his roles now and then */
  roles: string[]
  /** the time was up before his records were counted */
  isCounted: boolean
  objects: ObjectDifference[]
}

export interface AccessDiff {
  roles: RoleChange[]
  objects: ObjectChange[]
  people: {
    /** who may log in */
    all: number
    /** fewer than all, where there was no time for more */
    lookedAt: number
    /** of those looked at, for whom something may change */
    affected: number
    /** of those affected, by name */
    names: PersonName[]
    /** ids of some of them, of every kind one first: a sample to ask about in turn */
    suggested: string[]
    /** those whose records were to be counted, as a part of the affected */
    differences: PersonDifference[]
  }
  budget: { ms: number; spentMs: number; rows: number; statementMs: number; isWithin: boolean }
}

export interface AccessDiffInput {
  /** whose records are counted; absent: a sample of those affected */
  people?: readonly string[]
  /** only people who have one of these roles, before or after */
  roles?: readonly string[]
  /** what the organisation will say of people, by id, where a change of records makes it say something else */
  facts?: ReadonlyMap<string, ActorFacts | undefined> | undefined
  /** people whose records are counted at most, where nobody is named */
  sample: number
  /** time for all of it */
  ms: number
  /** of records that differ, the most that are counted for one person and object */
  rows: number
  /** examples of each kind */
  examples: number
  /** aborted when nobody waits for the answer any more */
  signal?: AbortSignal
}
