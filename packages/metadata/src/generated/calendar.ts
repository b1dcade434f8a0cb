// Generated from schemas/ by `npm run typegen`: change the schema instead.

/**
 * A name that never changes: small letters, digits and _
 */
export type Name = string
/**
 * A time of day, such as 09:00; 24:00 is the end of the day
 */
export type Time = string
/**
 * Spans of a day, one after the other
 *
 * @minItems 1
 * @maxItems 8
 */
export type Hours = {
  /**
   * Beginning
   */
  from: Time
  /**
   * End
   */
  to: Time
}[]
/**
 * Worked or not, or hours of its own
 */
export type Weekday = boolean | Hours

/**
 * Which days are worked and at which hours: weekdays, holidays and make-up days
 */
export interface CalendarDocument {
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
   * Place among the calendars, smallest first
   */
  order?: number
  /**
   * Counts for every department that neither names a calendar nor lies below one that does; of several the first in their order
   */
  default?: boolean
  /**
   * The calendar whose week, holidays and make-up days count where this one says nothing
   */
  basedOn?: Name
  /**
   * Hours of an ordinary working day; 09:00 to 12:00 and 13:30 to 18:00 when left out
   */
  hours?: Hours
  /**
   * By weekday: worked or not, or hours of its own; Monday to Friday are worked when all are left out
   */
  weekdays?: {
    /**
     * Monday
     */
    mon?: Weekday
    /**
     * Tuesday
     */
    tue?: Weekday
    /**
     * Wednesday
     */
    wed?: Weekday
    /**
     * Thursday
     */
    thu?: Weekday
    /**
     * Friday
     */
    fri?: Weekday
    /**
     * Saturday
     */
    sat?: Weekday
    /**
     * Sunday
     */
    sun?: Weekday
  }
  /**
   * By year: what differs from the week; a year that is absent has only its weekdays
   */
  years?: {
    [k: string]: Year
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
 * Holidays and make-up days of a year
 */
export interface Year {
  /**
   * By name: spans of days that are free
   */
  holidays?: {
    [k: string]: {
      label?: Label
      /**
       * First free day
       */
      from: string
      /**
       * Last free day; the first when left out
       */
      to?: string
    }
  }
  /**
   * By date: days that are worked though their weekday is free, or with other hours
   */
  makeUpDays?: {
    [k: string]: {
      label?: Label
      /**
       * Hours of this day; those of an ordinary working day when left out
       */
      hours?: Hours
    }
  }
}
