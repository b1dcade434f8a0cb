import type { WriteConsent } from '@fieldwork/database'
import type { FieldValues } from '@fieldwork/records'

/** A record that is to be approved. */
export interface StartInput {
  object: string
  id: string
  /** left out: the first whose condition holds */
  chain?: string | undefined
  /** only chains that begin with it; it is made together with `values` */
  transition?: string | undefined
  /** fields that are written with the submission */
  values?: FieldValues | undefined
  comment: string | null
  chosen: Record<string, string[]>
  /** id of the user for whom the platform submits; left out or null: whose record it is */
  submitter?: string | null
  /** what the submitter agrees to of what the writes of the submission warn of */
  consent?: WriteConsent | undefined
}
