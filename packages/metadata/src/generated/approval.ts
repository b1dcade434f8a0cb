// Generated from schemas/ by `npm run typegen`: change the schema instead.

/**
 * A name that never changes: small letters, digits and _
 */
export type Name = string
/**
 * How many have to agree
 */
export type Mode =
  | ('any' | 'all' | 'sequential')
  | {
      /**
       * More than 0, at most 1: rounded up to whole people
       */
      ratio: number
    }
  | {
      /**
       * How many
       */
      count: number
    }

/**
 * Who has to agree before records of an object go on, step by step
 */
export interface ApprovalDocument {
  /**
   * Where an editor finds this schema; not kept
   */
  $schema?: string
  name: Name
  label?: Label
  /**
   * What it is for
   */
  description?: Label
  /**
   * Place among the chains of its object, smallest first: the first whose condition holds is begun
   */
  order?: number
  /**
   * New approvals may begin; true when left out
   */
  active?: boolean
  /**
   * The object whose records are approved
   */
  object: Name
  /**
   * How it begins: with a transition of the record, or by hand when left out
   */
  start?: {
    /**
     * The transition that submits the record
     */
    transition?: Name
    /**
     * It is begun by hand
     */
    manual?: true
  }
  /**
   * Over the record as it was submitted: the chain is for it only where this holds. `user` is the submitter
   */
  when?: string
  /**
   * What keeps a record from being submitted at all, all of it told at once
   */
  refuse?: {
    [k: string]: Refusal
  }
  /**
   * The step with which it begins
   */
  first: Name
  /**
   * The steps, by key
   */
  steps: {
    [k: string]: Step
  }
  /**
   * Until when the submitter may take it back; until somebody has decided when left out
   */
  recall?: 'before-decision' | 'while-pending' | 'never'
  /**
   * Where a returned record goes on when it is submitted again: at the start, or at the step that returned it; start when left out
   */
  resubmit?: 'start' | 'returned-step'
  /**
   * Who has agreed in the step before is not asked again in the next; true when left out
   */
  skipRepeated?: boolean
  /**
   * Who decides where nobody else is found; administrators when left out
   */
  fallback?: {
    [k: string]: Approver
  }
  /**
   * What becomes of the record
   */
  effects?: {
    /**
     * When it is submitted by hand
     */
    submit?: Effect
    /**
     * When all have agreed
     */
    approve?: Effect
    /**
     * When it is refused
     */
    reject?: Effect
    /**
     * When it goes back to the submitter
     */
    return?: Effect
    /**
     * When the submitter takes it back
     */
    recall?: Effect
  }
  /**
   * What was approved is an amount that later records draw down
   */
  balance?: {
    /**
     * Over the record: how much is authorised
     */
    amount: string
    /**
     * The object whose records draw it down
     */
    object: Name
    /**
     * Their field that refers to the record
     */
    via: Name
    /**
     * Over one of them: how much it takes
     */
    value: string
    /**
     * Over one of them: it takes something only where this holds, every one when left out
     */
    where?: string
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
 * A reason to refuse a submission
 */
export interface Refusal {
  /**
   * Over the record; a record of another object is reached by a path or a collection
   */
  when: string
  /**
   * What people are told
   */
  message: Label
  /**
   * The field it is about
   */
  field?: Name
  /**
   * Roles whose members may submit all the same, giving a reason
   *
   * @maxItems 200
   */
  overrideBy?: Name[]
  /**
   * Place among its neighbours, smallest first
   */
  order?: number
}
/**
 * One step of the chain
 */
export interface Step {
  label?: Label
  /**
   * Whether its people decide, give an opinion that binds nobody but has to be given, or are only told; decide when left out
   */
  kind?: 'decide' | 'advise' | 'notify'
  /**
   * Over the record as it is then: the step is passed over where this does not hold
   */
  when?: string
  /**
   * Who is asked
   */
  approvers: {
    [k: string]: Approver
  }
  /**
   * Who has to agree: one of them, all at once, all one after another, a share, or a number; any when left out
   */
  mode?: Mode
  /**
   * Groups of approvers with modes of their own: each of them has to agree
   */
  groups?: {
    [k: string]: Group
  }
  /**
   * What a disagreement does: it ends the approval, or gives the record back to the submitter; reject when left out
   */
  onReject?: 'reject' | 'return'
  /**
   * Fields that its people may change while they decide
   *
   * @maxItems 200
   */
  edit?: Name[]
  /**
   * Fields that have to be filled in before somebody agrees; they may be changed too
   *
   * @maxItems 200
   */
  require?: Name[]
  /**
   * When words have to be given with a decision; on disagreement when left out
   */
  comment?: 'never' | 'on-disagree' | 'always'
  /**
   * The submitter may decide here himself; false when left out
   */
  allowSubmitter?: boolean
  /**
   * Steps to which it can be given back; every earlier one when left out
   *
   * @maxItems 200
   */
  returnTo?: Name[]
  /**
   * What its people may do beside deciding; everything when left out
   *
   * @maxItems 5
   */
  actions?: ('return' | 'transfer' | 'delegate' | 'add-before' | 'add-after')[]
  /**
   * Until when it has to be decided
   */
  due?: Due
  /**
   * The step after it; the chain ends when left out
   */
  next?: Name
  /**
   * Ways on, tried in their order; where none of them holds it goes on with `next`
   */
  route?: {
    [k: string]: Branch
  }
  /**
   * Place among its neighbours, smallest first
   */
  order?: number
}
/**
 * Who is asked; exactly one of the kinds
 */
export interface Approver {
  label?: Label
  /**
   * Place among its neighbours, smallest first
   */
  order?: number
  /**
   * The group it belongs to; the ungrouped ones follow the step's mode
   */
  group?: Name
  /**
   * Over the record: it counts only where this holds
   */
  when?: string
  /**
   * User names
   *
   * @minItems 1
   * @maxItems 200
   */
  users?: string[]
  /**
   * Everybody who has this role
   */
  role?: Name
  /**
   * With `role` or `position`: only those of the department of the submitter, of the owner, or at the end of a path
   */
  within?: string
  /**
   * Everybody in the position of this name
   */
  position?: string
  /**
   * Who leads a department
   */
  head?: {
    /**
     * Of whom: the submitter, the owner of the record, or what a path from the record leads to (a user, an employee or a department)
     */
    of?: string
    /**
     * Levels above it; 0 when left out
     */
    up?: number
    /**
     * Over departments: the nearest one, going up, for which it holds
     */
    where?: string
  }
  /**
   * Who stands above a person
   */
  superior?: {
    /**
     * Of whom: the submitter, the owner of the record, or what a path from the record leads to (a user, an employee or a department)
     */
    of?: string
    /**
     * How many levels; 1 when left out
     */
    levels?: number
  }
  /**
   * Path from the record to users or employees
   */
  field?: string
  /**
   * Over the record: gives a user, an employee, or several
   */
  expression?: string
  /**
   * The submitter chooses
   */
  chosen?: {
    /**
     * Among whom; everybody active when left out
     */
    from?: {
      [k: string]: Approver
    }
    /**
     * How many at least; 1 when left out
     */
    minimum?: number
    /**
     * How many at most; 1 when left out
     */
    maximum?: number
  }
  /**
   * A decision table: the first row whose cells all hold says who
   */
  table?: {
    /**
     * Columns: expressions over the record
     */
    inputs: {
      /**
       * A number, a date, a text or an option
       */
      [k: string]: string
    }
    /**
     * The rows, tried in their order
     */
    rows: {
      [k: string]: Row
    }
  }
}
/**
 * A row of a decision table
 */
export interface Row {
  /**
   * Place among its neighbours, smallest first
   */
  order?: number
  /**
   * By column; one that is left out is not looked at
   */
  cells?: {
    [k: string]: Cell
  }
  /**
   * Who is asked
   */
  approvers: {
    [k: string]: Approver
  }
}
/**
 * What a column has to be; all that is said holds
 */
export interface Cell {
  /**
   * At least
   */
  from?: number | string
  /**
   * More than
   */
  above?: number | string
  /**
   * At most
   */
  to?: number | string
  /**
   * Less than
   */
  below?: number | string
  /**
   * One of these
   *
   * @minItems 1
   * @maxItems 200
   */
  in?: (number | string)[]
}
/**
 * Approvers who agree among themselves
 */
export interface Group {
  label?: Label
  /**
   * Who of them has to agree; any when left out
   */
  mode?: Mode
}
/**
 * Until when
 */
export interface Due {
  /**
   * How long after the step begins
   */
  after: Duration
  /**
   * Other times for some records, tried in their order
   */
  special?: {
    [k: string]: Special
  }
  /**
   * The calendar of the working days; the default one when left out
   */
  calendar?: Name
  /**
   * When those who have not decided are reminded
   */
  remind?: {
    [k: string]: Reminder
  }
  /**
   * What happens when nobody decides
   */
  escalate?: {
    [k: string]: Escalation
  }
}
/**
 * A length of time; exactly one unit
 */
export interface Duration {
  /**
   * Hours by the clock
   */
  hours?: number
  /**
   * Days by the clock
   */
  days?: number
  /**
   * Working days, by the calendar
   */
  workdays?: number
  /**
   * Working hours, by the calendar
   */
  workhours?: number
}
/**
 * Another time
 */
export interface Special {
  /**
   * Over the record
   */
  when: string
  /**
   * How long after the step begins
   */
  after: Duration
  /**
   * Place among its neighbours, smallest first
   */
  order?: number
}
/**
 * A reminder; before the time is due, or after it
 */
export interface Reminder {
  /**
   * How long before
   */
  before?: Duration
  /**
   * How long after; repeated as long as nobody decides
   */
  after?: Duration
  /**
   * Place among its neighbours, smallest first
   */
  order?: number
}
/**
 * What happens when nobody decides
 */
export interface Escalation {
  /**
   * How long after it is due; at once when left out
   */
  after?: Duration
  /**
   * Who is asked beside those who were, or in their place
   */
  to?: {
    [k: string]: Approver
  }
  /**
   * Those who were asked are not asked any more
   */
  replace?: boolean
  /**
   * The step is decided by itself
   */
  outcome?: 'approve' | 'reject' | 'return'
  /**
   * Place among its neighbours, smallest first
   */
  order?: number
}
/**
 * A way on
 */
export interface Branch {
  /**
   * Over the record; always when left out
   */
  when?: string
  /**
   * The step to go on with; the chain ends when left out
   */
  to?: Name
  /**
   * Place among its neighbours, smallest first
   */
  order?: number
}
/**
 * What becomes of the record
 */
export interface Effect {
  /**
   * A transition that is made
   */
  transition?: Name
  /**
   * By field: an expression over the record that gives its new value; `user` is who acted
   */
  set?: {
    /**
     * The new value
     */
    [k: string]: string
  }
}
