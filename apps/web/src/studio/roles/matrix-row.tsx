import { FilterOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { memo } from 'react'

import { cellOf, OPERATIONS, OTHER_OBJECTS } from '../model/roles.ts'
import type { Cell, GrantDefinition, RoleDefinition } from '../model/roles.ts'
import { ScopeBadge } from './scope-badge.tsx'

interface RowProps {
  index: number
  kind: 'group' | 'object' | 'others'
  objects: readonly string[]
  label: string
  isLine: boolean
  isOwned: boolean
  /** what decides the cells; the same as long as nothing of it changes */
  grants: RoleDefinition['grants']
  /** the column of the cell that keys act on; null: it is in another row */
  focus: number | null
  /** the first and last selected column */
  from: number | null
  to: number | null
}

/** A row of the matrix. Clicks and keys are the table's; rows are drawn again only where something of theirs changes. */
export const MatrixRowView = memo(function MatrixRowView(props: RowProps) {
  const { index, kind, objects, label, focus, from, to } = props
  const { t } = useTexts('studio')
  const isSelected = (column: number): boolean => from !== null && to !== null && column >= from && column <= to
  const [object = ''] = objects
  return (
    <tr
      className={`st-matrix-${kind} ${props.isLine ? 'st-matrix-line' : ''}`}
      data-row={index}
      aria-rowindex={index + 2}
    >
      <th scope="row" tabIndex={focus === -1 ? 0 : -1} data-column={-1} aria-selected={isSelected(-1)}>
        <span className="st-matrix-name">{label}</span>
        {kind === 'object' ? <code className="st-code">{object}</code> : null}
        {kind === 'group' ? <span className="st-faint">{objects.length}</span> : null}
        {kind === 'object' && !props.isOwned ? <span className="st-matrix-shared">{t('role.noOwner')}</span> : null}
      </th>
      {OPERATIONS.map((operation, column) => {
        const cell = commonCell(props.grants, objects, operation)
        return (
          <td
            key={operation}
            role="gridcell"
            tabIndex={focus === column ? 0 : -1}
            data-column={column}
            aria-selected={isSelected(column)}
            aria-label={t('role.cell', {
              object: label,
              operation: t(`role.operations.${operation}`),
              scope: cell === 'mixed' ? t('role.mixed') : t(`role.scopes.${cell.scope ?? 'nothing'}`),
            })}
          >
            {cell === 'mixed' ? <span className="st-scope-mixed">…</span> : <ScopeBadge cell={cell} />}
          </td>
        )
      })}
      <td className="st-matrix-marks" role="gridcell">
        {kind === 'group' ? null : (
          <GrantMarks object={label} grant={props.grants?.[object]} isAny={object === OTHER_OBJECTS} />
        )}
      </td>
    </tr>
  )
}, isSame)

/** What all objects of a row say about an operation. */
function commonCell(
  grants: RoleDefinition['grants'],
  objects: readonly string[],
  operation: (typeof OPERATIONS)[number],
): Cell | 'mixed' {
  const role = { name: '', label: { en: '', 'zh-CN': '' }, ...(grants ? { grants } : {}) }
  const [first, ...rest] = objects.map((object) => cellOf(role, object, operation))
  if (!first || rest.some(({ scope }) => scope !== first.scope)) return 'mixed'
  return rest.length > 0 ? { scope: first.scope, from: 'implied' } : first
}

/** What else a grant says, and the way to it. */
function GrantMarks({ object, grant, isAny }: { object: string; grant: GrantDefinition | undefined; isAny: boolean }) {
  const { t } = useTexts('studio')
  const fields = Object.keys(grant?.fields ?? {}).length
  const dimensions = Object.keys(grant?.dimensions ?? {}).length
  const marks = [
    grant?.where ? t('role.marks.where') : null,
    fields > 0 ? t('role.marks.fields', { count: fields }) : null,
    dimensions > 0 ? t('role.marks.dimensions', { count: dimensions }) : null,
    grant?.related ? t('role.marks.related') : null,
    grant?.sensitive ? t('role.marks.sensitive') : null,
  ].filter((mark) => mark !== null)
  if (isAny && !grant) return null
  return (
    <button
      type="button"
      className="st-matrix-more"
      tabIndex={-1}
      data-details
      aria-label={t('role.detailsOf', { object })}
    >
      {marks.length === 0 ? <FilterOutlined /> : null}
      {marks.map((mark) => (
        <span key={mark} className="st-matrix-mark">
          {mark}
        </span>
      ))}
    </button>
  )
}

/** A row depends on its own grants and on that for all others. */
function isSame(a: RowProps, b: RowProps): boolean {
  const { grants: before, objects: previous, ...own } = a
  const { grants: after, objects, ...others } = b
  const isEqual = Object.entries(own).every(([key, value]) => others[key as keyof typeof others] === value)
  if (!isEqual || previous.length !== objects.length) return false
  const names = [...objects, OTHER_OBJECTS]
  return names.every((name, at) => before?.[name] === after?.[name] && (at === objects.length || previous[at] === name))
}
