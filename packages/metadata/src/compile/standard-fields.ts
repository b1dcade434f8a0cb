import type { LocalizedText, Property } from '@fieldwork/fields'
import { text } from '../words.ts'

interface StandardField {
  property: Property
  label: LocalizedText
  /** callers may write it */
  writable?: boolean
}

const made = (type: string, label: LocalizedText, options: Record<string, unknown> = {}): StandardField => ({
  property: { readOnly: true, 'x-field': { type, label, ...options } },
  label,
})

/** The fields every object has, in the order lists show them; `id` refers to the object itself. */
export function standardFields(
  object: string,
  { hasOwner, hasDepartments }: { hasOwner: boolean; hasDepartments: boolean },
): Record<string, StandardField> {
  return {
    ...(hasOwner && { owner: owner() }),
    ...(hasOwner && hasDepartments && { [OWNER_DEPARTMENT]: ownerDepartment() }),
    created_at: made('date-time', text('Created at', '创建时间')),
    created_by: made('user', text('Created by', '创建人')),
    updated_at: made('date-time', text('Last changed', '最后修改时间')),
    updated_by: made('user', text('Changed by', '最后修改人')),
    id: made('lookup', text('Record id', '记录标识'), { object }),
    version: made('integer', text('Version', '版本')),
  }
}

/** Names that no author may give a field, because the platform uses them itself. */
export const standardFieldNames: readonly string[] = [
  'id',
  'version',
  'created_at',
  'created_by',
  'updated_at',
  'updated_by',
  'owner',
  'owner_department',
  'deleted_at',
  'deleted_by',
]

/** The department that a record belongs to: that of its owner when he became it. */
export const OWNER_DEPARTMENT = 'owner_department'

/** Fields that say whose a record is; they are changed by who may assign records. */
export const ownershipFields: ReadonlySet<string> = new Set(['owner', OWNER_DEPARTMENT])

function ownerDepartment(): StandardField {
  const label = text('Department of the owner', '归属部门')
  return { property: { 'x-field': { type: 'department', label } }, label, writable: true }
}

function owner(): StandardField {
  const label = text('Owner', '负责人')
  return { property: { default: 'user', 'x-field': { type: 'user', label } }, label, writable: true }
}
