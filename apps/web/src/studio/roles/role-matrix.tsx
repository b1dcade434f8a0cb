import { useTexts } from '@fieldwork/ui'
import { useMemo, useState } from 'react'

import { useApps } from '../catalog/queries.ts'
import { useStudioObjects } from '../catalog/studio-objects.ts'
import { OPERATIONS } from '../model/roles.ts'
import type { RoleEditing } from './role-editing.ts'
import { MatrixRowView } from './matrix-row.tsx'
import { matrixRows } from './matrix-rows.ts'
import type { MatrixRow } from './matrix-rows.ts'
import { MatrixToolbar } from './matrix-toolbar.tsx'
import { ScopeLegend } from './scope-badge.tsx'
import { ScopeMenu } from './scope-menu.tsx'
import { useMatrix } from './use-matrix.ts'
import type { Matrix } from './use-matrix.ts'

/** What a role may do: a row for each object, a column for each operation, whose records in the cells. */
export function RoleMatrix({ editing, onDetails }: { editing: RoleEditing; onDetails: (object: string) => void }) {
  const objects = useStudioObjects()
  const apps = useApps().data
  const [search, setSearch] = useState('')
  const rows = useMemo(() => matrixRows(objects, apps ?? [], search), [objects, apps, search])
  const owned = useMemo(() => new Set(objects.flatMap(({ name, hasOwner }) => (hasOwner ? [name] : []))), [objects])
  const matrix = useMatrix({ editing, rows, isOwned: (object) => owned.has(object), onDetails })
  return (
    <>
      <MatrixToolbar search={search} onSearch={setSearch} matrix={matrix} />
      <ScopeLegend />
      <MatrixTable editing={editing} rows={rows} owned={owned} matrix={matrix} />
    </>
  )
}

interface TableProps {
  editing: RoleEditing
  rows: MatrixRow[]
  owned: ReadonlySet<string>
  matrix: Matrix
}

function MatrixTable({ editing, rows, owned, matrix }: TableProps) {
  const { t, locale } = useTexts('studio')
  const { focus, range } = matrix
  const nameOf = ({ kind, label }: MatrixRow): string =>
    label?.[locale] ?? t(kind === 'others' ? 'roles.others' : 'role.noApp')
  return (
    <div className="st-matrix-scroll" ref={matrix.box}>
      <table
        className="st-matrix"
        role="grid"
        aria-label={t('role.matrix')}
        aria-rowcount={rows.length + 1}
        aria-multiselectable
        {...matrix.events}
      >
        <thead>
          <tr>
            <th>{t('roles.object')}</th>
            {OPERATIONS.map((operation) => (
              <th key={operation}>{t(`role.operations.${operation}`)}</th>
            ))}
            <th>{t('role.more')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => {
            const isIn = index >= range.top && index <= range.bottom
            return (
              <MatrixRowView
                key={row.key}
                index={index}
                kind={row.kind}
                objects={row.objects}
                label={nameOf(row)}
                isLine={row.isLine}
                isOwned={row.objects.some((object) => owned.has(object))}
                grants={editing.role.grants}
                focus={focus.row === index ? focus.column : null}
                from={isIn ? range.left : null}
                to={isIn ? range.right : null}
              />
            )
          })}
        </tbody>
      </table>
      <ScopeMenu matrix={matrix} />
    </div>
  )
}
