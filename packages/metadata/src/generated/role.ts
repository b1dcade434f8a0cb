// Generated from schemas/ by `npm run typegen`: change the schema instead.

/**
 * A name that never changes: small letters, digits and _
 */
export type Name = string
/**
 * What members of a record may do: nothing by being one, read, or read and change
 */
export type Related = 'none' | 'read' | 'edit'
/**
 * Which values of a dimension count
 */
export type DimensionMode = 'all' | 'supervisor' | 'own' | 'below' | 'listed' | 'none'
/**
 * Something that can be done with records; each implies reading
 */
export type Operation =
  | 'read'
  | 'create'
  | 'update'
  | 'delete'
  | 'share'
  | 'assign'
  | 'import'
  | 'export'
  | 'print'
  | 'approve'
  | 'report'
  | 'comment'
/**
 * Whose records: own (owner), related (owner or member), department, below (own department and those below), listed (departments of the assignment; of a person without any, the own one), all
 */
export type Scope = 'own' | 'related' | 'department' | 'below' | 'listed' | 'all'
/**
 * An expression in CEL syntax over the fields of the record
 */
export type Expression = string
/**
 * What is done with the values of a field
 */
export type FieldRight = 'none' | 'mask' | 'read' | 'write'

/**
 * What its members may do
 */
export interface RoleDocument {
  /**
   * Where an editor finds this schema; not kept
   */
  $schema?: string
  name: Name
  label?: Label
  /**
   * What the role is for
   */
  description?: Label
  /**
   * Everything on everything, and the studio
   */
  administrator?: boolean
  /**
   * Apps that its members see; every app when left out
   *
   * @maxItems 200
   */
  apps?: Name[]
  /**
   * What members of a record (related staff) may do with it by every scope but own; edit when left out
   */
  related?: Related
  /**
   * Management dimensions: which values of each count; all where left out
   */
  dimensions?: Dimensions
  /**
   * What its members may do beyond records: `log` reads the operation log, `log_export` takes it away as a file, `purge` deletes records in the recycle bin for good, `backup` makes, tests and deletes backups and sets their schedule, `backup_download` takes a backup away, `backup_restore` replaces the workspace by one, `accounts` keeps accounts and what they may (administrators' and one's own aside), `security` sets the rules of logging in and reads who has, `configuration` changes definitions (administrators' and one's own roles aside) and looks after the work beside the requests
   *
   * @maxItems 20
   */
  rights?: (
    | 'log'
    | 'log_export'
    | 'purge'
    | 'backup'
    | 'backup_download'
    | 'backup_restore'
    | 'accounts'
    | 'security'
    | 'configuration'
  )[]
  /**
   * How many rows its members may take away at once; the largest of an actor's roles counts, and the setting of the server where none says
   */
  limits?: {
    /**
     * Rows of one export at most
     */
    export?: number
    /**
     * Rows of one printed list at most
     */
    print?: number
  }
  /**
   * By object; `*` for every object that is not named
   */
  grants?: {
    [k: string]: Grant
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
 * By dimension: all and supervisor (every value), own (those of the person), below (own ones and those below), listed (those of the assignment), none (no record that carries the dimension)
 */
export interface Dimensions {
  [k: string]: DimensionMode
}
/**
 * Operations on an object
 */
export interface Grant {
  /**
   * What may be done: a list, all of it with the records of `scope`; or by operation, with whose records. Where reading is not named, what can be done otherwise can be read. An empty list closes the object, whatever `*` opens
   */
  operations:
    | Operation[]
    | {
        read?: Scope
        create?: Scope
        update?: Scope
        delete?: Scope
        share?: Scope
        assign?: Scope
        import?: Scope
        export?: Scope
        print?: Scope
        approve?: Scope
        report?: Scope
        comment?: Scope
      }
  /**
   * Whose records, for a list of operations; all when left out
   */
  scope?: Scope
  /**
   * Only with records for which this holds, own ones included: one condition for every operation; or by operation, those that are not named having none. What is changed must be readable besides
   */
  where?:
    | Expression
    | {
        read?: Expression
        create?: Expression
        update?: Expression
        delete?: Expression
        share?: Expression
        assign?: Expression
        import?: Expression
        export?: Expression
        print?: Expression
        approve?: Expression
        report?: Expression
        comment?: Expression
      }
  /**
   * Instead of the role's
   */
  related?: Related
  /**
   * Instead of the role's, for the dimensions named
   */
  dimensions?: Dimensions
  /**
   * Sensitive fields that are read and changed in clear: all of them, or those named
   */
  sensitive?: boolean | Name[]
  /**
   * Rights on fields by name, `*` for every field not named but those of the platform. none: the field does not exist for these people; mask: they see a preview; write where nothing is said. A sensitive field is opened by its name
   */
  fields?: {
    [k: string]: FieldRight
  }
}
