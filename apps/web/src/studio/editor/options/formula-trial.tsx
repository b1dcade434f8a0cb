import { checkExpression, compileJs } from '@fieldwork/expressions'
import type { CheckedExpression } from '@fieldwork/expressions'
import { useApi, useMe, useTexts } from '@fieldwork/ui'
import type { RecordData } from '@fieldwork/ui'
import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useMemo, useState } from 'react'

import { draftEnvironment } from '../../catalog/expression-environment.ts'
import { useCatalog } from '../../catalog/queries.ts'
import { useStudioObjects } from '../../catalog/studio-objects.ts'
import { isObject } from '../../model/json.ts'
import { FormField } from '../../parts/form-field.tsx'
import type { ObjectEditing } from '../object-editing.ts'

const MAX_RECORDS = 50

/** What an expression gives for a record of one's choice; absent while there is no record that has all it reads. */
export function FormulaTrial({ editing, expression }: { editing: ObjectEditing; expression: string }) {
  const { t } = useTexts('studio')
  const checked = useChecked(editing.object.name, expression)
  const records = useTrialRecords(editing, checked)
  const [chosen, setChosen] = useState<string | null>(null)
  const me = useMe().data
  const list = records.data ?? []
  const record = list.find((each) => each.id === chosen) ?? list[0]
  if (!checked || !record) return null
  const user = me?.user ?? { id: '', name: '', username: '' }
  const value = compileJs(checked)({
    record: nested(record),
    variables: { user, old: null },
    now: new Date(),
    timeZone: me?.timeZone ?? 'Asia/Shanghai',
  })

  return (
    <div className="st-trial">
      <FormField label={t('formula.trial')}>
        {(id) => (
          <Select
            id={id}
            className="st-wide"
            showSearch={{ optionFilterProp: 'label' }}
            value={record.id}
            options={list.map((each) => ({ value: each.id, label: String(each[editing.object.nameField] ?? each.id) }))}
            onChange={setChosen}
          />
        )}
      </FormField>
      <div className="st-number-preview" aria-live="polite">
        <span className="st-label">{t('formula.result')}</span>
        <output>{value === null ? t('formula.empty') : String(value)}</output>
      </div>
    </div>
  )
}

function useChecked(object: string, source: string): CheckedExpression | null {
  const objects = useStudioObjects()
  return useMemo(() => {
    if (source.trim() === '') return null
    const result = checkExpression(source, draftEnvironment(objects, object))
    return result.ok ? result.expression : null
  }, [objects, object, source])
}

/** Records with every path that the expression reads, as long as those are published. */
function useTrialRecords({ object }: ObjectEditing, checked: CheckedExpression | null) {
  const api = useApi()
  const published = useCatalog().data?.objects.find((each) => each.name === object.name)
  const known = new Set(published?.fields.filter((field) => field.type !== 'formula').map((field) => field.name))
  const isReadable = checked !== null && checked.paths.every(([first]) => first === 'id' || known.has(first ?? ''))
  const paths = checked?.paths.map((path) => path.join('.')).filter((path) => path !== 'id') ?? []
  const fields = [...new Set(['id', published?.nameField ?? 'id', ...paths])].join(',')
  return useQuery({
    queryKey: ['records', object.name, 'trial', fields],
    enabled: published !== undefined && isReadable,
    retry: false,
    queryFn: async ({ signal }) => {
      const query = `fields=${encodeURIComponent(fields)}&limit=${MAX_RECORDS}`
      return (await api.get<{ data: RecordData[] }>(`/api/records/${object.name}?${query}`, signal)).data
    },
  })
}

/** `{ 'customer.name': 'A' }` as `{ customer: { name: 'A' } }`, as expressions read it. */
function nested(record: RecordData): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  for (const [path, value] of Object.entries(record)) setAt(result, path.split('.'), value)
  return result
}

function setAt(target: Record<string, unknown>, [name = '', ...rest]: string[], value: unknown): void {
  const known = target[name]
  if (rest.length > 0) {
    const inner = isObject(known) ? known : {}
    target[name] = inner
    setAt(inner, rest, value)
  } else target[name] = isObject(known) && isObject(value) ? { ...known, ...value } : value
}
