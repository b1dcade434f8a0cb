import type { CheckedExpression } from '@fieldwork/expressions'
import type { Catalog, LocalizedText, Operation } from '@fieldwork/metadata'
import type { Database } from '../connection/types.ts'
import type { ListShape } from './look-up.ts'
import type { TreeInput } from './tree-input.ts'

/**
 * The rows of an object that an actor may use. `key` stands for the rule's text in statement caches: equal keys must
 * mean equal rules. What is given must hold together: the rule, one of the arms, the access to the master.
 */
export type RowAccess =
  | { kind: 'all' }
  | { kind: 'none' }
  | {
      kind: 'rule'
      key: string
      rule: CheckedExpression | null
      arms?: readonly RowArm[]
      master?: MasterAccess
      /** what others have lent to the actor beside his own: one of these holds, each as a whole */
      either?: readonly LentAccess[]
    }

/** An access as somebody has it. `as`: his place among those for whom the actor acts; null: the actor himself. */
export interface LentAccess {
  as: number | null
  access: RowAccess
}

/** Rows for which the condition holds and which one of the ways leads to; no ways: every row. */
export interface RowArm {
  where: CheckedExpression | null
  ways: readonly RowWay[] | null
}

/** How a row comes to be open to an actor. Keys name values of his, see `ContextUser.access`. */
export type RowWay =
  | { kind: 'owner' }
  /** an entry for him in the list of members or shares, of this level at least */
  | { kind: 'granted'; as: 'member' | 'share'; level: 1 | 2 }
  /** somebody waits for his decision on it */
  | { kind: 'approver' }
  | {
      kind: 'scope'
      departments: DepartmentScope | null
      dimensions: readonly DimensionScope[]
      through?: MasterAccess
    }

/** The row's department is this one, or among these. */
export type DepartmentScope = { one: string } | { list: string }

/** One of the values at the end of the path is among these. */
export interface DimensionScope {
  path: readonly string[]
  list: string
}

/** The records that a row must be a part of. */
export interface MasterAccess {
  /** the field that refers to the master */
  field: string
  object: string
  access: RowAccess
}

/** What an actor may do with the fields of an object, beside what `QueryContext.masked` and `absent` tell. */
export interface FieldRights {
  /** fields that are masked, with the records on which they are not */
  partly: ReadonlyMap<string, PartlyShown>
  /** fields that the actor writes on no record */
  unwritten: Readonly<Record<'create' | 'update', ReadonlySet<string>>>
  /** fields that he writes on the records of this access only */
  partlyWritten: Readonly<Record<'create' | 'update', ReadonlyMap<string, RowAccess>>>
}

export interface PartlyShown {
  /** records on which the value is shown; none: on no record */
  open: RowAccess
  /** records on which a preview stands for the value where it is not shown; absent: all */
  preview?: RowAccess
}

/** Who asks: bound as parameters wherever an expression says `user.…`. */
export interface ContextUser {
  /** null: the platform itself */
  id: string | null
  name: string
  username: string
  /** what arms of his access compare with, by key; absent where they have none */
  access?: Readonly<Record<string, unknown>>
  /** those for whom he acts, in the order that `LentAccess.as` counts */
  acting?: readonly Omit<ContextUser, 'acting'>[]
}

/** How a write treats what is doubtful about it. */
export interface WriteConsent {
  /** stores what duplicate rules only warn of */
  allowDuplicates?: boolean
  /** refuses what rules only warn of, so that the caller can ask first */
  refuseWarnings?: boolean
  /** rules of imports hold instead of those of ordinary saving */
  isImport?: boolean
}

/** What every read and write of rows needs to know. */
export interface QueryContext {
  db: Pick<Database, 'query' | 'transaction' | 'told'>
  catalog: Catalog
  access(object: string, operation: Operation): RowAccess
  /** stands for everything `access` answers: equal keys must mean equal answers for every object */
  accessKey: string
  /** names of the fields of an object whose values the actor does not see on every record; left out: he sees all */
  masked?(object: string): ReadonlySet<string>
  /** of these the names that do not exist for the actor; left out where every field of every object does */
  absent?: ((object: string) => ReadonlySet<string>) | undefined
  /** left out where the actor sees and writes all fields */
  fieldRights?(object: string): FieldRights
  /** what is written is the platform's own doing, so nobody's rights on fields matter */
  isPlatformWrite?: true
  user: ContextUser
  /** IANA name; days and months are those of this zone */
  timeZone: string
  /** what this write belongs to and what its caller has agreed to */
  consent?: WriteConsent
  /** a transaction is open: a statement that fails ends all of it */
  isBound?: true
  /** how lists find rows, instead of what is measured */
  listShape?: ListShape
  /** instead of the transaction's time, for what-if questions and tests */
  now?: Date
}

export type CountMode = 'none' | 'estimated' | 'exact'

export interface ListInput {
  object: string
  /** expression over the object's fields, true for the rows wanted */
  filter?: string
  /** field names and paths such as `customer.name`; default every field */
  fields?: string[]
  /** `-amount,name`: descending by amount, then by name; default newest first */
  sort?: string
  /** 1 to 500, default 50 */
  limit?: number
  /** cursor of the page before */
  after?: string
  count?: CountMode
  /** one level of a hierarchy; each record tells as `_has_children` whether there is something below it */
  tree?: TreeInput
  /** text that the name or a searchable field contains */
  q?: string
  /** collections read with each record: `lines(limit:5,sort:-amount,filter:…,fields:a,b,expand:…)` */
  expand?: string
}

export interface AggregateInput {
  object: string
  /** `count()`, `sum(amount)` … */
  measures: string[]
  /** fields, paths or date parts such as `month(close_date)` */
  group?: string[]
  filter?: string
  sort?: string
  /** text that the name or a searchable field contains */
  q?: string
  /** 1 to 10,000, default 1,000 */
  limit?: number
}

export interface HistoryInput {
  object: string
  id: string
  /** the writes of its lines among its own */
  lines?: boolean
  /** only the writes of the lines of these collections */
  collections?: readonly string[]
  /** 1 to 500, default 50 */
  limit?: number
  /** cursor of the page before */
  after?: string
}

/** One write of a record. */
export interface HistoryEntry {
  /** id of the event */
  event: string
  version: number | null
  op: string
  /** ISO 8601, UTC */
  at: string
  actor: { id: string; label: string | null } | null
  /** for whom the actor did it, by rights that this one had lent him; absent: for nobody else */
  behalf?: { id: string; label: string | null }
  reason: string | null
  /** the run of a workflow or the approval that wrote it, and what it is called; absent: neither did */
  cause?: { label: LocalizedText } & ({ run: string; workflow: string } | { approval: string; chain: string })
  /** by field: the value before and after; lookups as `{"id","label"}` */
  changes: Record<string, [unknown, unknown]>
  /** fields among the changes whose values the actor does not see: both are null */
  masked?: string[]
  /** the line that was written, where the history of its record is asked for with lines */
  line?: { collection: string; object: string; id: string; label: string | null }
}

/** Newest first; `after` is null on the last page. */
export interface HistoryPage {
  data: HistoryEntry[]
  page: { after: string | null }
}
