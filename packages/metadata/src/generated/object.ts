// Generated from schemas/ by `npm run typegen`: change the schema instead.

import type {Property} from '@fieldwork/fields'

/**
 * A name that never changes: small letters, digits and _
 */
export type Name = string
/**
 * An @ant-design/icons name without its suffix, e.g. file-text
 */
export type Icon = string
/**
 * A field, or a path over lookups such as product.category
 */
export type FieldPath = string
/**
 * An expression in CEL syntax over the fields of the record
 */
export type Expression = string

/**
 * A business object: a JSON Schema of its records, with the platform's half in x-object and x-field
 */
export interface ObjectDocument {
  /**
   * Where an editor finds this schema; not kept
   */
  $schema?: string
  /**
   * Name of the object and of its table
   */
  name: string
  /**
   * Title of the record schema
   */
  title?: string
  /**
   * Description of the record schema
   */
  description?: string
  /**
   * Records are JSON objects
   */
  type?: 'object'
  /**
   * Fields that every record has a value for
   *
   * @maxItems 800
   */
  required?: Name[]
  /**
   * Fields by name
   */
  properties: {
    [k: string]: Property
  }
  'x-object'?: Options
}
/**
 * The platform half of the object
 */
export interface Options {
  /**
   * What one record is called
   */
  label?: Label
  /**
   * What the object is for
   */
  description?: Label
  icon?: Icon
  /**
   * Apps in whose menu the object stands
   *
   * @maxItems 50
   */
  apps?: Name[]
  /**
   * Records have an owner; a new one belongs to its creator
   */
  owner?: boolean
  /**
   * Management dimensions that apply, each with the field or path that leads to its values
   */
  dimensions?: {
    [k: string]: FieldPath
  }
  /**
   * What else decides who sees a record
   */
  access?: {
    /**
     * A lookup: who sees a record by scope must see the record referred to as well; owners, members and those it is shared with need not
     */
    through?: Name
    /**
     * A parameter that turns this on and off: while it is off, whoever may do something with records may do it with all of them, whatever their department, owner or dimensions
     */
    parameter?: Name
  }
  /**
   * The text field that names a record; found by itself when left out
   */
  nameField?: Name
  /**
   * false: no files can be attached to records beside their fields
   */
  attachments?: boolean
  /**
   * false: changes of records are not kept
   */
  history?: boolean
  /**
   * The lookup by which a record stands below another of the same object; records then form trees
   */
  hierarchy?: Name
  /**
   * The read-only integer that the platform keeps at the record's depth in the hierarchy; the topmost records stand on level 1
   */
  levelField?: Name
  /**
   * Records are things to do: the to-do page lists those that are open to whom they are assigned, the most pressing first
   */
  todo?: {
    /**
     * The field that holds the user who has it to do, e.g. owner
     */
    assignee: Name
    /**
     * The date, or date and time, until when it has to be done
     */
    due?: Name
    /**
     * Holds for as long as it is to do
     */
    open: Expression
  }
  /**
   * Records are made by the platform only
   */
  managed?: boolean
  states?: States
  /**
   * Types of records by name; records then have the field record_type
   */
  recordTypes?: {
    [k: string]: RecordType
  }
  /**
   * The completeness standard by group; records then have the field completeness, in percent, and with several groups completeness_<group> too
   */
  completeness?: {
    [k: string]: CompletenessGroup
  }
  /**
   * Validation rules by name
   */
  rules?: {
    [k: string]: Rule
  }
  /**
   * Duplicate rules by name
   */
  duplicates?: {
    [k: string]: Duplicate
  }
  /**
   * Fields whose values no two records have together, by a name of its own; also keys to create or merge records by
   */
  unique?: {
    [k: string]: Unique
  }
}
/**
 * A text for people in both languages
 */
export interface Label {
  /**
   * English
   */
  en: string
  /**
   * Chinese
   */
  'zh-CN': string
}
/**
 * The state model: a single-select field and the ways between its options
 */
export interface States {
  /**
   * The single-select field that holds the state
   */
  field: Name
  /**
   * The state of a new record
   */
  initial: string
  /**
   * By name
   */
  transitions?: {
    [k: string]: Transition
  }
}
/**
 * A way from one state to another
 */
export interface Transition {
  /**
   * What its button says
   */
  label?: Label
  /**
   * States it starts from
   *
   * @minItems 1
   * @maxItems 500
   */
  from: string[]
  /**
   * The state it leads to
   */
  to: string
  /**
   * It is possible only for records for which this holds; `old` is the record before it
   */
  when?: Expression
  /**
   * Fields that must have a value afterwards
   *
   * @maxItems 100
   */
  requires?: Name[]
  /**
   * New values, expressions by field
   */
  set?: {
    [k: string]: Expression
  }
}
/**
 * A type of records with rules of its own. Its name is the value of the field record_type
 */
export interface RecordType {
  /**
   * What records of the type are called
   */
  label?: Label
  /**
   * What the type is for, told where one is chosen
   */
  help?: Label
  /**
   * Its place among the types, smallest first
   */
  order?: number
  /**
   * Colour of its tag: a name such as blue, or #rrggbb
   */
  color?: string
  /**
   * Stands for it in auto-numbers, by {code:record_type}
   */
  code?: string
  /**
   * false: new records cannot have it
   */
  active?: boolean
  /**
   * true: the type of a new record that says nothing of its type; the first active one when no type has this
   */
  default?: boolean
  /**
   * The state in which its records begin, instead of the object's
   */
  initial?: string
  /**
   * Fields that its records have a value for, beside those that every record has
   *
   * @maxItems 800
   */
  required?: Name[]
  /**
   * Fields that its records do not have: not drawn, and refused
   *
   * @maxItems 800
   */
  hidden?: Name[]
  /**
   * By field: the options that its records may have
   */
  options?: {
    /**
     * @minItems 1
     * @maxItems 500
     */
    [k: string]: string[]
  }
  /**
   * By field: what its new records get, a value or an expression
   */
  defaults?: {
    [k: string]: string | number | boolean | unknown[]
  }
}
/**
 * Fields that ought to be filled in together
 */
export interface CompletenessGroup {
  /**
   * What the group is called
   */
  label?: Label
  /**
   * The post that sees to it
   */
  responsible?: Label
  /**
   * Its place among the groups, smallest first
   */
  order?: number
  /**
   * Only for records for which this holds, e.g. of one record type
   */
  when?: Expression
  /**
   * By field: its weight
   */
  fields: {
    [k: string]: number
  }
}
/**
 * Records for which `when` holds are refused, or warned of
 */
export interface Rule {
  /**
   * The record is refused when this holds; `old` is the record before the write, null when it is created
   */
  when: Expression
  /**
   * What the person is told
   */
  message: Label
  /**
   * The field the message stands beside
   */
  field?: Name
  /**
   * A parameter that turns the rule on and off
   */
  parameter?: Name
  /**
   * block (default): the record is refused; warn: it is stored, and the caller is told
   */
  severity?: 'block' | 'warn'
  /**
   * When it is tested: save (create and change), transition, import; always when left out
   *
   * @minItems 1
   * @maxItems 3
   */
  on?: ('save' | 'transition' | 'import')[]
  /**
   * Transitions at which it is tested, instead of all; then also when nothing it looks at has changed
   *
   * @minItems 1
   * @maxItems 200
   */
  transitions?: Name[]
}
/**
 * Records that are probably the same thing
 */
export interface Duplicate {
  /**
   * Fields that are all the same; a record in which one is empty is nobody's duplicate
   *
   * @minItems 1
   * @maxItems 8
   */
  match: (
    | Name
    | {
        /**
         * The field
         */
        field: Name
        /**
         * What counts as the same; by its type when left out
         */
        normalise?: 'exact' | 'text' | 'company' | 'phone' | 'email' | 'domain'
      }
  )[]
  /**
   * Only records for which this holds are compared, both of them
   */
  where?: Expression
  /**
   * Its place among the rules, smallest first; those that say nothing come after them, by name
   */
  order?: number
  /**
   * block: never stored; warn: stored when the caller insists
   */
  action: 'block' | 'warn'
  /**
   * What the person is told, before who registered the other one and when
   */
  message?: Label
}
/**
 * Fields that are unique together; records in which one is empty do not count
 */
export interface Unique {
  /**
   * The fields, each with one value that is stored
   *
   * @minItems 2
   * @maxItems 8
   */
  fields: Name[]
  /**
   * Texts that differ in capital letters only are the same
   */
  ignoreCase?: boolean
  /**
   * Full-width and half-width forms are the same
   */
  ignoreWidth?: boolean
  /**
   * Texts that differ in spaces only are the same
   */
  ignoreSpaces?: boolean
  /**
   * What people are told about values that are there already
   */
  message?: Label
}
