// Generated from schemas/ by `npm run typegen`: change the schema instead.

/**
 * A name that never changes: small letters, digits and _
 */
export type Name = string
/**
 * A length of time
 */
export type Length =
  | {
      /**
       * Hours; or a parameter, as param.<name>
       */
      hours: number | string
    }
  | {
      /**
       * Hours; or a parameter, as param.<name>
       */
      workingHours: number | string
    }
  | {
      /**
       * Days; 0 is the same day; or a parameter, as param.<name>
       */
      days: number | string
      /**
       * Time of that day; its end when left out
       */
      at?: Time
    }
  | {
      /**
       * Working days; the first day is not counted, 0 is the same day or the next working day; or a parameter, as param.<name>
       */
      workdays: number | string
      /**
       * Time of that day; its end when left out
       */
      at?: Time
    }
  | {
      /**
       * Day of the week
       */
      weekday: 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'
      /**
       * Time of that day
       */
      at: Time
    }
  | {
      /**
       * 1 is the first, -1 the last
       */
      workdayOfMonth: number
      /**
       * Time of that day
       */
      at: Time
    }
/**
 * A time of day, such as 09:00; 24:00 is the end of the day
 */
export type Time = string
/**
 * A length of time
 */
export type Span =
  | {
      /**
       * Hours; or a parameter, as param.<name>
       */
      hours: number | string
    }
  | {
      /**
       * Days; 0 is the same day; or a parameter, as param.<name>
       */
      days: number | string
      /**
       * Time of that day; its end when left out
       */
      at?: Time
    }
  | {
      /**
       * Working days; the first day is not counted, 0 is the same day or the next working day; or a parameter, as param.<name>
       */
      workdays: number | string
      /**
       * Time of that day; its end when left out
       */
      at?: Time
    }

/**
 * Until when something has to be done about records, who is responsible, and what happens when it is not
 */
export interface DeadlineDocument {
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
   * Place among the deadlines, smallest first
   */
  order?: number
  /**
   * Whether it counts; true when left out
   */
  active?: boolean
  /**
   * The object for whose records there is something to do
   */
  object: Name
  /**
   * Over the record: the deadline exists only where this holds
   */
  when?: string
  /**
   * When the time begins
   */
  start:
    | {
        /**
         * What begins it
         */
        on: 'created'
      }
    | {
        /**
         * What begins it
         */
        on: 'transition'
        /**
         * Any of these; each begins it anew
         *
         * @minItems 1
         * @maxItems 50
         */
        transitions: Name[]
      }
    | {
        /**
         * What begins it
         */
        on: 'changed'
        /**
         * Any of these; each change begins it anew
         *
         * @minItems 1
         * @maxItems 50
         */
        fields: Name[]
      }
    | {
        /**
         * What begins it
         */
        on: 'field'
        /**
         * A date or a date with time
         */
        field: Name
      }
    | {
        /**
         * What begins it
         */
        on: 'period'
        /**
         * How often
         */
        every: 'week' | 'month'
      }
  /**
   * How much time there is
   */
  length: Length
  /**
   * Other lengths where a condition holds: the first in their order counts
   */
  cases?: {
    /**
     * A length under a condition
     */
    [k: string]: {
      /**
       * Place among the cases, smallest first
       */
      order?: number
      /**
       * Over the record
       */
      when: string
      length: Length
    }
  }
  /**
   * The work calendar; when left out that of the responsible's department, else the usual one
   */
  calendar?: Name
  /**
   * Who has to do it: all who are named
   */
  responsible: {
    /**
     * Over the record: an employee or user, or several, such as owner
     */
    who?: string
    /**
     * Everybody who has one of these roles
     *
     * @minItems 1
     * @maxItems 50
     */
    roles?: Name[]
  }
  /**
   * Over the record: it has been done
   */
  done?: string
  /**
   * For each period there has to be a record of an object
   */
  report?: {
    /**
     * The object of the reports
     */
    object: Name
    /**
     * Its lookup to the record
     */
    by: Name
    /**
     * Its date, which lies in the period
     */
    on: Name
    /**
     * Over the report: it counts
     */
    when?: string
    /**
     * Its date with time at which it counted; when it was made when left out
     */
    at?: Name
  }
  /**
   * Over the record: meanwhile no time passes
   */
  pause?: string
  /**
   * Who is told when
   */
  reminders?: {
    [k: string]: Reminder
  }
  /**
   * Who else gets it when it stays undone
   */
  escalation?: {
    [k: string]: Reminder
  }
  /**
   * What becomes of the record when the time is over
   */
  overdue?: {
    /**
     * By field: an expression over the record
     */
    set?: {
      /**
       * The value
       */
      [k: string]: string
    }
    /**
     * A transition that is made
     */
    transition?: Name
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
 * Told once
 */
export interface Reminder {
  /**
   * Before it is due, after it was due, or after the beginning
   */
  moment: 'before' | 'after' | 'start'
  /**
   * So long before or after
   */
  span: Span
  /**
   * What is said; a usual sentence when left out
   */
  label?: Label
  to?: People
  /**
   * Ways besides the application
   */
  channels?: ('mail' | 'sms' | 'robot' | 'push')[]
}
/**
 * Whom
 */
export interface People {
  /**
   * Those who are responsible; true when left out and nobody else is named
   */
  responsible?: boolean
  /**
   * So many levels above the responsible
   */
  superiors?: number
  /**
   * Everybody who has one of these roles
   *
   * @minItems 1
   * @maxItems 50
   */
  roles?: Name[]
}
