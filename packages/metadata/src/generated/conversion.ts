// Generated from schemas/ by `npm run typegen`: change the schema instead.

/**
 * A name that never changes: small letters, digits and _
 */
export type Name = string
/**
 * An expression in CEL syntax
 */
export type Expression = string

/**
 * How a record becomes others: a lead a customer, an order a delivery
 */
export interface ConversionDocument {
  /**
   * Where an editor finds this schema; not kept
   */
  $schema?: string
  name: Name
  /**
   * What its button says
   */
  label?: Label
  /**
   * What it does, told before it is done
   */
  help?: Label
  /**
   * Its place among the conversions of the source, smallest first
   */
  order?: number
  /**
   * The object whose records are converted
   */
  source: Name
  /**
   * It is possible only for records for which this holds
   */
  when?: Expression
  /**
   * true: a record can be converted again. Without it a record is converted once; one with quantities until nothing remains
   */
  repeat?: boolean
  /**
   * What becomes of the record, by key, made in their order
   */
  targets: {
    [k: string]: Target
  }
  writeBack?: WriteBack
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
 * One record that is made
 */
export interface Target {
  /**
   * Its object
   */
  object: Name
  /**
   * What people call it here; the label of its object when left out
   */
  label?: Label
  /**
   * Smallest first; one can be linked to those before it
   */
  order?: number
  /**
   * true: whoever converts decides whether it is made; it is when `when` holds, or nobody says
   */
  optional?: boolean
  /**
   * It is made only when this holds for the source; for an optional one the suggestion
   */
  when?: Expression
  /**
   * A record that is there already may be taken in its place
   */
  existing?: {
    /**
     * Over the source: the record that is suggested, e.g. a lookup
     */
    suggest?: Expression
  }
  /**
   * New values by field, expressions over the source
   */
  values?: {
    [k: string]: Expression
  }
  /**
   * By field: the target before it that the field refers to
   */
  links?: {
    [k: string]: Name
  }
  /**
   * Its field that refers back to the source
   */
  source?: Name
  /**
   * Its lines, by key
   */
  lines?: {
    [k: string]: Lines
  }
  /**
   * Over the target: one for which this holds counts as if it had not been made; what it took of the source is free again. Deleted ones count so anyway
   */
  cancelled?: Expression
}
/**
 * Lines made of records that belong to the source
 */
export interface Lines {
  /**
   * The collection of the source
   */
  from: Name
  /**
   * The collection of lines of the target
   */
  to: Name
  /**
   * Only of those for which this holds
   */
  when?: Expression
  /**
   * New values by field, expressions over the source line
   */
  values: {
    [k: string]: Expression
  }
  /**
   * The field of the new line that refers back to the source line
   */
  source?: Name
  /**
   * A line is converted in parts until nothing remains
   */
  quantity?: {
    /**
     * The quantity of the source line
     */
    from: Name
    /**
     * How much of it is converted: a number that the conversion keeps, or a roll-up over the new lines
     */
    converted: Name
    /**
     * The quantity of the new line
     */
    to: Name
  }
}
/**
 * What the source learns of it. It is the conversion that writes, so whoever converts need not be allowed to change the source
 */
export interface WriteBack {
  /**
   * New values by field, expressions over the source before it
   */
  set?: {
    [k: string]: Expression
  }
  /**
   * By field: the target that it refers to
   */
  links?: {
    [k: string]: Name
  }
  /**
   * A transition that is made once nothing remains to be converted
   */
  transition?: Name
  /**
   * What becomes of the source when something that was made of it is deleted or cancelled: its links are emptied. Quantities are given back with or without it
   */
  undo?: {
    /**
     * A transition that is made where the source is in one of its states
     */
    transition?: Name
  }
}
