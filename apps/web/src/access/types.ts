/** A way by which somebody has access, in the reader's words. */
export interface AccessWay {
  /** id of the role assignment; null: by the account or the position */
  assignment: string | null
  role: { name: string; label: string } | null
  /** who has lent the role; null: it is his own */
  lentBy: { id: string; name: string } | null
  kind: string
  label: string
}

/** Somebody who may do something with a record. */
export interface AccessPerson {
  id: string
  name: string
  username: string
  because: AccessWay[]
}

/** A way with whether it leads to the record, and what is missing where it does not. */
export interface AccessArm extends AccessWay {
  holds: boolean
  missing: { code: string; message: string }[]
}

/** `GET /api/access/explain` */
export interface AccessExplanation {
  allowed: boolean
  deleted: boolean
  arms: AccessArm[]
  /** what must hold whichever way leads to the record */
  needs: { code: string; message: string; holds: boolean }[]
  /** by field; one that is not there is hidden */
  fields: Record<string, string>
}

/** What can be asked about a record. */
export const ASKED_OPERATIONS = ['read', 'update', 'delete', 'assign', 'share', 'export', 'print', 'comment'] as const

/** One of them. */
export type AskedOperation = (typeof ASKED_OPERATIONS)[number]

/** A record, and what somebody may want to do with it. */
export interface AccessQuestion {
  object: string
  id: string
  operation: AskedOperation
}
