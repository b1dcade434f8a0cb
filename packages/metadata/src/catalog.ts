import type { CheckedExpression, Constant } from '@fieldwork/expressions'
import type {
  FieldTargets,
  FieldType,
  FileRules,
  JsonSchema,
  LocalizedText,
  Property,
  RollUpFunction,
  UniqueOptions,
} from '@fieldwork/fields'
import type { CompiledDeadline } from './compiled-deadline.ts'
import type { CompiledListener, CompiledWorkflow } from './compiled-workflow.ts'
import type { CompiledApproval } from './approvals.ts'
import type { Extensions } from './extensions.ts'
import type { PluginKind } from './plugin-kinds.ts'
import type { DimensionMode, FieldRight, Operation, Related as RelatedRight, Scope } from './generated/role.ts'
import type { PlatformRight } from './platform-rights.ts'

/** Kinds of definition of the platform; each has one JSON Schema, one compile function and one registry line. */
export type OwnKind =
  | 'object'
  | 'dimension'
  | 'parameter'
  | 'calendar'
  | 'connection'
  | 'member-rule'
  | 'deadline'
  | 'workflow'
  | 'approval'
  | 'view'
  | 'layout'
  | 'print-template'
  | 'app'
  | 'role'
  | 'conversion'
  | 'translation'

/** Any kind of definition. */
export type Kind = OwnKind | PluginKind

/** Any definition document: a name, and the rest as its kind's schema says. */
export type Definition = { name: string } & Record<string, unknown>

/** What a layer that is a package says of itself. */
export interface PackageInfo {
  /** semantic version (semver.org) */
  version: string
  label?: LocalizedText
  /** packages it builds on: name -> range of versions */
  requires?: Record<string, string>
  /** a plugin's layer lies above those of all packages */
  type?: 'package' | 'plugin'
  /** came over HTTP and stays when the program starts anew; absent: shipped with the program */
  imported?: boolean
}

/** One layer's documents, by kind and name. An overlay of a lower layer's document is a merge patch (RFC 7396). */
export interface Layer {
  name: 'platform' | 'crm' | 'workspace' | string
  /** absent for the workspace's own layer, and for packages that came without a manifest */
  package?: PackageInfo
  documents: { kind: Kind; name: string; /** whole document or merge patch */ body: Record<string, unknown> }[]
}

/** Physical columns of an object where they differ from the default (column = field name, table = object name). */
export interface PhysicalNames {
  column(object: string, field: string): string
}

export interface CompiledField {
  name: string
  type: FieldType
  /** normal form, both halves */
  property: Property
  label: LocalizedText
  /** null for formulas */
  column: string | null
  required: boolean
  /** callers may not write it (system fields, formulas, roll-ups, auto-numbers, `readOnly`) */
  readOnly: boolean
  /** id, version, created_at …: exists on every object */
  system: boolean
  /** the object referred to (lookup, user) */
  reference: string | null
  /** the objects pointed to where the value is not one plain id (multi-lookup, polymorphic lookup); see `targetObjects` */
  targets: FieldTargets | null
  /** what it takes where its values are files */
  files: FileRules | null
  default: { constant: unknown } | { expression: CheckedExpression } | null
  formula: CheckedExpression | null
  rollUp: CompiledRollUp | null
}

/** A stored figure about the records that refer to a record; the database keeps it right itself. */
export interface CompiledRollUp {
  /** whose records are aggregated */
  object: string
  /** their reference to this object */
  via: string
  function: RollUpFunction
  /** the field aggregated, null where records are counted; records where it is empty are left out */
  field: string | null
  /** the date or time by which a record is the latest; null for other functions */
  by: string | null
  /** over the aggregated record's own stored fields; null: every record */
  where: CheckedExpression | null
  /** records that refer to those below a record, in its object's hierarchy, count for it too */
  subtree: boolean
}

export interface CompiledTransition {
  name: string
  label: LocalizedText
  from: string[]
  to: string
  when: CheckedExpression | null
  requires: string[]
  /** field -> expression that gives its new value */
  set: Record<string, CheckedExpression>
}

export interface CompiledStates {
  field: string
  initial: string
  transitions: Record<string, CompiledTransition>
}

/** A time at which rules are tested; `import` stands for the creations and changes of one. */
export type RuleMoment = 'save' | 'transition' | 'import'

/** `when` holds = the record is refused (severity block) or the caller is warned. */
export interface CompiledRule {
  name: string
  /** of the problem; the platform's own rules tell what they are about */
  code: 'rule' | 'dependent_option' | 'record_type_required' | 'record_type_field' | 'record_type_option'
  severity: 'block' | 'warn'
  on: ReadonlySet<RuleMoment>
  /** null: every transition */
  transitions: ReadonlySet<string> | null
  when: CheckedExpression
  message: LocalizedText
  field: string | null
}

/** Records of another object that refer to a record, e.g. the lines of an order. */
export interface CompiledCollection {
  /** unique among the fields and collections of the object that they refer to */
  name: string
  object: string
  /** the field of that object which refers */
  field: string
  /** they are parts of the record (master-detail): written with it, deleted with it */
  isLines: boolean
  /** true: they go back with the record when an administrator restores it to a moment */
  isSnapshot?: boolean
  minLines: number
  /** null: the platform's limit */
  maxLines: number | null
}

/** The record that a record is a part of. */
export interface CompiledMaster {
  /** refers to the master */
  field: string
  object: string
  /** keeps the order of the lines, 1 to n; null: they stand in the order of their creation */
  position: string | null
  reparentable: boolean
}

/** What counts as the same in a duplicate rule. */
export type MatchKind = 'exact' | 'text' | 'company' | 'phone' | 'email' | 'domain'

/** Fields whose values no two live records have together. */
export interface CompiledUnique {
  name: string
  /** by name; each has a column */
  fields: readonly string[]
  /** what makes no difference between texts; null: everything does */
  alike: UniqueOptions | null
  /** null: a message that names the fields */
  message: LocalizedText | null
}

/** Two live records whose keys are equal are duplicates, where both satisfy `where`. */
export interface CompiledDuplicateRule {
  name: string
  /** its place among the rules: in this order people are told */
  order: number
  match: { field: string; normalise: MatchKind }[]
  where: CheckedExpression | null
  action: 'block' | 'warn'
  message: LocalizedText | null
}

/** Types of records of one object, with rules of their own. */
export interface CompiledRecordTypes {
  /** the type of a new record that says nothing of it */
  default: string
  /** in their order */
  types: ReadonlyMap<string, CompiledRecordType>
}

/** What holds for records of one type; validation rules and defaults are compiled into those of the object. */
export interface CompiledRecordType {
  name: string
  label: LocalizedText
  help: LocalizedText | null
  color: string | null
  /** new records may have it */
  active: boolean
  /** the state in which its records begin; null: the object's */
  initial: string | null
  required: ReadonlySet<string>
  hidden: ReadonlySet<string>
  /** by field: the options that its records may have */
  options: Readonly<Record<string, readonly string[]>>
  /** by field: what its new records get */
  defaults: Readonly<Record<string, { constant: unknown } | { expression: CheckedExpression }>>
}

/** A value that comes along when a lookup is chosen. */
export interface CompiledCopy {
  /** the lookup field */
  lookup: string
  /** the field that is filled */
  target: string
  /** what is copied, seen from the record chosen */
  path: string[]
  /** an emptied lookup empties it */
  isLocked: boolean
}

/** Records that somebody has to do. */
export interface CompiledTodo {
  /** holds for the records that `user` has to do now: a filter */
  filter: string
  /** the field that holds until when; null: there is no time for it */
  due: string | null
}

export interface CompiledObject {
  name: string
  label: LocalizedText
  icon: string
  /** the merged definition in normal form */
  definition: Definition
  table: string
  /** every field, system fields included, in display order */
  fields: ReadonlyMap<string, CompiledField>
  /** shown as the label of a record; always a text-like field with a column */
  nameField: string
  hasOwner: boolean
  hasHistory: boolean
  /** files can be attached to its records */
  hasAttachments: boolean
  /** records are made by the platform only (user) */
  managed: boolean
  /** the lookup to the record above; null: the records form no trees */
  hierarchy: string | null
  /** the number that tells how deep a record stands, the topmost on level 1; null: none does */
  levelField: string | null
  /** which records are to do, and for whom; null: they are no things to do */
  todo: CompiledTodo | null
  /** what refers to records of the object, by name; never a standard field */
  collections: ReadonlyMap<string, CompiledCollection>
  /** null: the records stand for themselves */
  master: CompiledMaster | null
  states: CompiledStates | null
  /** null: all records are of one kind */
  recordTypes: CompiledRecordTypes | null
  rules: CompiledRule[]
  duplicates: CompiledDuplicateRule[]
  /** by name */
  uniques: readonly CompiledUnique[]
  copies: CompiledCopy[]
  /** by dimension that applies: the path to the record's values of it */
  dimensions: Readonly<Record<string, readonly string[]>>
  /** the lookup to a record that must be seen too by who sees a record by scope; null: none */
  through: { field: string; object: string } | null
  /** a parameter says that scopes, dimensions and `through` do not count now: a right is one to every record */
  isOpen: boolean
  /** the parameter that decides it; null: none */
  parameter: string | null
  /** what a write of its records may start */
  listeners: readonly CompiledListener[]
  /** changes whenever anything that statements or validators depend on changes */
  hash: string
}

// rights are what the schema of roles says
export type { DimensionMode, FieldRight, Operation, RelatedRight, Scope }

export interface CompiledGrant {
  /** operations allowed on the object */
  operations: ReadonlySet<Operation>
  /** for each of them, whose records */
  scopes: ReadonlyMap<Operation, Scope>
  /** by operation, reading always among them: rows it is for, whosever they are; every row where it is absent */
  where: ReadonlyMap<Operation, CheckedExpression>
  related: RelatedRight
  /** the role's modes, with those of the grant in their place; a dimension that is absent does not restrict */
  dimensions: Readonly<Record<string, DimensionMode>>
  /** dimensions whose mode the grant itself names: an assignment does not replace it */
  ownDimensions: ReadonlySet<string>
  /** sensitive fields that are open: all of them, or these */
  sensitive: 'all' | ReadonlySet<string>
  /** by field, `*` for those not named; `write` where nothing is said */
  fields: Readonly<Record<string, FieldRight>>
}

/** What separates records beside departments: product lines, regions, suppliers … */
export interface CompiledDimension {
  name: string
  label: LocalizedText
  order: number
  /** the object whose records are its values */
  object: string
  /** leads from a user to his own values; null: nobody has any */
  own: readonly string[] | null
}

/** A span of a day in minutes after midnight. */
export interface WorkingSpan {
  from: number
  to: number
}

/** A date on which the week does not say what is worked. */
export interface CalendarDay {
  label: LocalizedText | null
  /** none: the day is free */
  hours: readonly WorkingSpan[]
}

/** Which days are worked and at which hours; what it is based on is part of it. */
export interface CompiledCalendar {
  name: string
  label: LocalizedText
  order: number
  isDefault: boolean
  basedOn: string | null
  /** Monday first; no hours: the day is free */
  week: readonly (readonly WorkingSpan[])[]
  /** by date, such as `2026-02-14` */
  days: ReadonlyMap<string, CalendarDay>
  /** years whose holidays are known */
  years: ReadonlySet<number>
}

/** How a field of a mapping is compared with the record. */
export interface CompiledMatch {
  /** the field of the mapping; `id` where its records are the values themselves */
  key: string
  /** leads from the record to its value or values */
  path: readonly string[]
  /** values below that of the mapping match too: the object in whose hierarchy; null: only that itself */
  below: string | null
}

/** Who becomes a member of which records by itself. */
export interface CompiledMemberRule {
  name: string
  label: LocalizedText
  order: number
  /** whose records get members */
  object: string
  /** over the record; null: every record */
  when: CheckedExpression | null
  /** the object whose records map values to people */
  mapping: string
  /** all have to match */
  match: readonly CompiledMatch[]
  /** the field of the mapping that names people, and what they are */
  people: { field: string; of: 'employee' | 'user' }
  level: 'read' | 'edit'
}

/** Lines of a target, made of records that belong to the source. */
export interface CompiledLineMap {
  key: string
  /** the collection of the source, its object and the field by which its records belong to the source */
  from: { collection: string; object: string; field: string }
  /** the collection of the target, and the object of its lines */
  to: { collection: string; object: string }
  when: CheckedExpression | null
  /** over the source line */
  values: Record<string, CheckedExpression>
  /** the field of the new line that refers to the source line */
  source: string | null
  quantity: {
    from: string
    converted: string
    to: string
    /** the conversion keeps `converted` */ isKept: boolean
  } | null
}

/** One record that a conversion makes. */
export interface CompiledConversionTarget {
  key: string
  object: string
  label: LocalizedText
  optional: boolean
  when: CheckedExpression | null
  /** null: it is always new */
  existing: { suggest: CheckedExpression | null } | null
  /** over the source */
  values: Record<string, CheckedExpression>
  /** field -> key of a target before it */
  links: Record<string, string>
  source: string | null
  /** over the target: it counts as if it had not been made */
  cancelled: CheckedExpression | null
  lines: CompiledLineMap[]
}

/** How a record of one object becomes others. */
export interface CompiledConversion {
  name: string
  label: LocalizedText
  help: LocalizedText | null
  order: number
  source: string
  when: CheckedExpression | null
  /** a record can be converted again, whatever has become of it */
  repeat: boolean
  /** in the order in which they are made */
  targets: CompiledConversionTarget[]
  writeBack: {
    set: Record<string, CheckedExpression>
    links: Record<string, string>
    transition: string | null
    /** null: what was written back stays when what was made is gone, but for quantities */
    undo: { transition: string | null } | null
  }
}

/** Ways of taking many rows away at once. */
export type Taking = 'export' | 'print'

/** A role, checked. */
export interface CompiledRole {
  name: string
  label: LocalizedText
  /** everything on everything, and the studio */
  administrator: boolean
  /** apps that its members see; null: every one */
  apps: ReadonlySet<string> | null
  /** by dimension; one that is absent does not restrict */
  dimensions: Readonly<Record<string, DimensionMode>>
  rights: ReadonlySet<PlatformRight>
  /** rows at most; where absent, other roles or the server's setting say */
  limits: Readonly<Partial<Record<Taking, number>>>
  /** by object name; `*` for every object not named */
  grants: Record<string, CompiledGrant>
}

/** Immutable; every request reads one and nobody changes it. */
/** A figure or switch of the whole workspace. */
export interface CompiledParameter extends Constant {
  name: string
  label: LocalizedText
  /** what kind of value it shows itself as; `Constant.type` says how expressions see it */
  kind: 'boolean' | 'integer' | 'decimal' | 'percent' | 'money' | 'text' | 'date'
}

export interface Catalog {
  revision: number
  /** what it was made of, lowest first; a plugin is enabled where its layer is among them */
  layers: readonly Pick<Layer, 'name' | 'package'>[]
  /** what it was compiled with beside the documents */
  extensions: Extensions
  objects: ReadonlyMap<string, CompiledObject>
  roles: ReadonlyMap<string, CompiledRole>
  dimensions: ReadonlyMap<string, CompiledDimension>
  memberRules: ReadonlyMap<string, CompiledMemberRule>
  workflows: ReadonlyMap<string, CompiledWorkflow>
  calendars: ReadonlyMap<string, CompiledCalendar>
  approvals: ReadonlyMap<string, CompiledApproval>
  /** objects whose records may wait for approval: they have chains, or some waited when this was made */
  approved: ReadonlySet<string>
  deadlines: ReadonlyMap<string, CompiledDeadline>
  parameters: ReadonlyMap<string, CompiledParameter>
  conversions: ReadonlyMap<string, CompiledConversion>
  /** what the code of a plugin's kind has made of its documents, by name */
  compiled(kind: PluginKind): ReadonlyMap<string, unknown>
  /** throws not_found */
  object(name: string): CompiledObject
  /** merged documents in normal form */
  documents(kind: Kind): ReadonlyMap<string, Definition>
  /** names of the layers that have a part in the document, lowest first */
  layersOf(kind: Kind, name: string): string[]
  /** JSON Schema of a record as callers send it: readOnly left out, nulls allowed where not required, additionalProperties false */
  recordSchema(object: string, mode: 'create' | 'update'): JsonSchema
}
