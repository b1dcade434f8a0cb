import type {
  ActorFacts,
  AggregateInput,
  CommentPage,
  CommentsInput,
  DeadlinePage,
  DeadlinesInput,
  DeadlineState,
  Evaluated,
  EvaluateInput,
  FindInput,
  HistoryPage,
  Holding,
  Lender,
  ListInput,
  MemberRulePreview,
  PlannedWrite,
  RecordComment,
  Database,
  ValuesInput,
  WriteConsent,
} from '@fieldwork/database'
import type { Problem } from '@fieldwork/fields'
import type { Catalog, CompiledObject, Operation, PlatformRight } from '@fieldwork/metadata'
import type { ConversionPreview, ConversionState, Converted, ConvertInput } from './conversions/types.ts'
import type {
  AssignedRecord,
  AssignInput,
  MembersInput,
  Named,
  RecordGrants,
  Share,
  ShareInput,
} from './sharing/types.ts'
import type { ExplainedAccess, ExplainedArm, ExplainInput } from './access/explained.ts'
import type { FormSchema, FormSchemaInput, ResolvedView } from './form-types.ts'
import type { FoundRecords, SearchInput } from './search-types.ts'
import type { TakeInput, TakenRecords } from './transfer/types.ts'

/** Who acts. */
export interface Actor {
  id: string
  username: string
  name: string
  /** names of roles; unknown ones grant nothing */
  roles: string[]
  /** one of the roles is an administrator's */
  administrator: boolean
  locale: 'en' | 'zh-CN'
  /** what the organisation says of him; absent: nothing but his roles counts */
  facts?: ActorFacts
  /** those who have lent him rights at this moment; absent: nobody */
  lenders?: readonly Lender[] | undefined
  /** for whom he does the write that is under way: by that one's rights alone */
  onBehalfOf?: { id: string; name: string; delegation: string }
  /** what he may do at most at this moment, whatever his roles say; absent: no limit */
  scope?: { readOnly: boolean; objects: readonly string[] | null } | undefined
  /** from where he asks, for the operation log */
  call?: { address: string | null; session: string | null; account: string | null }
  /** what he does is what a definition says: no rights follow from it that only he himself can give */
  isDefined?: true
  /** the platform itself; see `asSystem`, `asDefinition` */
  system?: { reason: string; byDefinition?: true }
}

/** A record as JSON text, never parsed on the way out. */
export interface RecordText {
  id: string
  version: number
  json: string
  /** what the write was warned of; none or absent: nothing */
  warnings?: Problem[]
  /** an update that sent what was there already: nothing was written */
  isUnchanged?: true
}

export interface ManyCreated {
  ids: string[]
  /** of all rows, pointers `/<row>/<field>` */
  warnings: Problem[]
}

export interface RecordAddress {
  object: string
  id: string
}

export type FieldValues = Record<string, unknown>

export interface UpdateInput extends RecordAddress {
  /** partial, by field name; money as numbers, dates ISO 8601, lookups as ids; null empties a field */
  values: FieldValues
  /** the version the caller has seen; without it the last write wins */
  expectedVersion?: number
  /** kept in the history */
  reason?: string
}

export interface TransitionInput extends RecordAddress {
  transition: string
  /** fields written together with the new state */
  values?: FieldValues
  expectedVersion?: number
  reason?: string
}

/** What was decided about a record elsewhere: by an approval, for one. */
export interface AppliedChange extends RecordAddress {
  transition?: string
  /** of the right types; read-only fields too */
  values: FieldValues
  reason?: string
}

export interface UpsertInput {
  object: string
  /** fields that identify a record together: one that is unique */
  key: readonly string[]
  rows: readonly FieldValues[]
}

export interface UpsertedRecord extends RecordText {
  isNew: boolean
}

/** Back to what the record was at a version, or at a moment (ISO 8601). */
export type RestoreInput = RecordAddress & { expectedVersion?: number; reason?: string } & (
    { version: number } | { at: string }
  )

/**
 * The only door to business rows. Every method acts with the rights of the actor and throws AppError:
 * forbidden (the object or the operation on a record that is visible), not_found (also for hidden records),
 * unknown_field, invalid_expression, invalid_cursor, validation_failed and duplicate (every problem),
 * stale_version, transition_not_allowed, still_referenced.
 */
export interface Records {
  /** true inside of `transaction` */
  readonly isBound: boolean
  /** the whole body `{"data":[…],"page":{"after","count"}}` */
  list(actor: Actor, input: ListInput): Promise<string>
  /** JSON text of the record and its version for the ETag */
  get(actor: Actor, input: RecordAddress & { fields?: string[]; expand?: string }): Promise<RecordText>
  /** of the fields that he may write on some records only: those that he may not write on this one */
  unwritable(actor: Actor, input: RecordAddress): Promise<string[]>
  /** the whole body `{"data":[…]}` */
  aggregate(actor: Actor, input: AggregateInput): Promise<string>
  /**
   * opens the records of a selection for an export or a printed list. It holds a connection: the caller takes the file
   * or closes it, and writes down who took what
   */
  take(actor: Actor, input: TakeInput): Promise<TakenRecords>
  /** records of many objects by a text; those whose names fit best come first */
  search(actor: Actor, input: SearchInput): Promise<FoundRecords[]>
  /** what an expression that nobody has published gives for a record that the actor may read, with his eyes */
  evaluate(actor: Actor, input: EvaluateInput): Promise<Evaluated>
  /** what expressions of a definition give with what stands around them, e.g. in a run of a workflow */
  values(actor: Actor, input: ValuesInput): Promise<Record<string, unknown>>
  /** ids of records that fulfil a condition of a definition */
  find(actor: Actor, input: FindInput): Promise<string[]>
  /**
   * JSON text of `{"value","counted","of"}`: what a roll-up that is not published would hold for a record, how many of
   * the records that refer to it count, and how many there are. As in a stored roll-up all of them have a say, hidden
   * ones too, so this is for those who may publish one.
   *
   * @param input.rollUp what stands in `x-field` of a roll-up
   */
  rollUpValue(actor: Actor, input: RecordAddress & { rollUp: Record<string, unknown> }): Promise<string>
  /**
   * whom a member rule that is not published would make members now, and who would cease to be one; every record has a
   * say, so this is for those who may publish one
   */
  memberRulePreview(actor: Actor, rule: Record<string, unknown>): Promise<ShownMemberRule>
  create(actor: Actor, input: { object: string; values: FieldValues }, consent?: WriteConsent): Promise<RecordText>
  /** all or none; problems have pointers such as `/3/amount` */
  createMany(actor: Actor, input: { object: string; rows: FieldValues[] }, consent?: WriteConsent): Promise<ManyCreated>
  update(actor: Actor, input: UpdateInput, consent?: WriteConsent): Promise<RecordText>
  /**
   * Creates or merges by keys that no two live records share, safely among concurrent callers: all rows or none. A key
   * that a hidden record holds is a duplicate; null is no key.
   */
  upsert(actor: Actor, input: UpsertInput, consent?: WriteConsent): Promise<UpsertedRecord[]>
  /** what duplicate rules would say of these values, while they are entered; `id`: of the record that is changed */
  duplicates(actor: Actor, input: { object: string; id?: string; values: FieldValues }): Promise<Problem[]>
  /** the same with every rule's part told, also of rules that are not published */
  tryDuplicates(actor: Actor, input: DuplicateTrialInput): Promise<DuplicateTrial[]>
  /** the auto-numbers that a new record with these values would get now, by field; none is taken */
  nextNumbers(actor: Actor, input: { object: string; values: FieldValues }): Promise<Record<string, string>>
  /** into the recycle bin; what a record that it was a part of warns of can only be asked about before */
  remove(
    actor: Actor,
    input: RecordAddress & { expectedVersion?: number; reason?: string },
    consent?: WriteConsent,
  ): Promise<void>
  transition(actor: Actor, input: TransitionInput, consent?: WriteConsent): Promise<RecordText>
  /**
   * Makes a change that was decided elsewhere, in the actor's name but by nobody's rights. Only for what a definition
   * says; never for values that somebody has entered.
   */
  apply(actor: Actor, input: AppliedChange): Promise<RecordText>
  /** makes other records of a record, as a conversion of its object says */
  convert(actor: Actor, input: ConvertInput, consent?: WriteConsent): Promise<Converted>
  /** what `convert` would make; nothing is written */
  previewConversion(actor: Actor, input: ConvertInput): Promise<ConversionPreview>
  /** which conversions a record allows now, and what they have made of it */
  conversions(actor: Actor, input: RecordAddress): Promise<ConversionState[]>
  restore(actor: Actor, input: RestoreInput): Promise<RecordText>
  /** members and shares of a record */
  grants(actor: Actor, input: RecordAddress): Promise<RecordGrants>
  /** shares a record with a person, department or role; who has it already gets the new level and end */
  share(actor: Actor, input: ShareInput): Promise<Share>
  unshare(actor: Actor, input: RecordAddress & { share: string }): Promise<void>
  changeMembers(actor: Actor, input: MembersInput): Promise<RecordGrants>
  /** says something of a record, as an event of its history */
  comment(actor: Actor, input: RecordAddress & { text: string }): Promise<RecordComment>
  /** newest first */
  comments(actor: Actor, input: CommentsInput): Promise<CommentPage>
  /** what a user owns, is a member of and has by shares, by object, as far as the actor may read it */
  holdings(actor: Actor, user: string): Promise<Holding[]>
  /** deadlines of records that the actor may read, those due first before the others */
  deadlines(actor: Actor, input: DeadlinesInput): Promise<DeadlinePage>
  /** by state */
  deadlineCounts(
    actor: Actor,
    input: Pick<DeadlinesInput, 'objects' | 'rule' | 'mine'>,
  ): Promise<Record<DeadlineState, number>>
  /** gives a record another owner, with an assignment record */
  assign(actor: Actor, input: AssignInput): Promise<AssignedRecord>
  /** newest first */
  history(
    actor: Actor,
    input: RecordAddress & { lines?: boolean; collections?: readonly string[]; limit?: number; after?: string },
  ): Promise<HistoryPage>
  /** the whole body `{"data":[{object,id,label,deleted_at,deleted_by}],"page":{"after"}}`, newest first */
  recycleBin(actor: Actor, input: { object?: string; limit?: number; after?: string }): Promise<string>
  undelete(actor: Actor, input: RecordAddress): Promise<RecordText>
  /** deletes a record in the recycle bin for good, with its lines and its history; returns how many are gone */
  purge(actor: Actor, input: RecordAddress): Promise<number>
  /** what a form of the object needs, in the actor's language */
  formSchema(actor: Actor, input: FormSchemaInput): FormSchema
  /** the object as a form of the actor's knows it: without fields of which he can send no value */
  formObject(actor: Actor, input: FormSchemaInput): CompiledObject
  /** what the actor may know of objects, for descriptions of them */
  knownCatalog(actor: Actor): { /** the same for all who may do the same */ key: string; catalog: Catalog }
  /** table views, the default first */
  views(actor: Actor, object: string): ResolvedView[]
  /**
   * Several writes as one: all of them and their events, or nothing. The catalog stays the same throughout. After a
   * publish, a deadlock or a serialization failure everything runs again, so `work` has no other effects. Inside of
   * another one it is a part that is undone by itself when it throws.
   *
   * @param work gets the same door bound to the transaction, and the transaction for what the platform notes itself
   */
  transaction<T>(work: (records: Records, db: Database) => Promise<T>): Promise<T>
  /**
   * Before several writes of one transaction: locks what they change together, records whose roll-ups follow from them
   * included, in the one order that keeps transactions from deadlocks. Objects without roll-ups over them cost nothing.
   */
  hold(writes: readonly PlannedWrite[]): Promise<void>
  /** operations by object; objects without any are absent */
  rights(actor: Actor): Record<string, Operation[]>
  /** sensitive fields of an object whose values the actor sees */
  openSensitive(actor: Actor, object: string): readonly string[]
  /** why the actor may do something with a record, or why not; tells of records that are hidden from him, too */
  explain(actor: Actor, input: ExplainInput): Promise<ExplainedAccess>
  /** by what the actor may do something with a record; null: he may not */
  grantingArms(
    actor: Actor,
    input: ExplainInput,
  ): Promise<Pick<ExplainedArm, 'assignment' | 'role' | 'lentBy' | 'kind' | 'label'>[] | null>
  /** what the actor may do beyond records */
  platformRights(actor: Actor): PlatformRight[]
  /** whether the actor may make records of the object together with the new records that they are parts of */
  createsWithMaster(actor: Actor, object: string): boolean
}

/** Values to try duplicate rules on. */
export interface DuplicateTrialInput {
  object: string
  /** a record that is not to be found: the one that the values are from */
  id?: string
  values: FieldValues
  /** definitions by name, published or not; those that are published when left out */
  rules?: Record<string, unknown>
}

/** What one duplicate rule does with values. */
export interface DuplicateTrial {
  rule: string
  /** what is wrong with the rule, which is not tried then; `pointer` is into it */
  problems: Problem[]
  /** what is compared, part by part; null: nothing is, so the record is nobody's duplicate */
  keys: (string | null)[]
  /** its condition holds */
  applies: boolean
  /** what a person who enters the values is told; null when no record is found */
  found: Problem | null
  /** it finds more records than are told */
  more: boolean
}

/** What a member rule would do now, with names. */
export interface ShownMemberRule extends Omit<MemberRulePreview, 'sample'> {
  sample: { record: Named; users: Named[] }[]
}
