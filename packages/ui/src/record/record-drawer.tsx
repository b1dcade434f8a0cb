import { Alert, App, Button, Drawer } from 'antd'
import { useEffect, useId, useMemo, useRef, useState } from 'react'

import { isApiProblem } from '../api/api-problem.ts'
import type { ApiProblem } from '../api/api-problem.ts'
import { useRecord } from '../api/queries.ts'
import type { ObjectSchema, RecordData } from '../api/types.ts'
import { useRecordWrites } from '../api/writes.ts'
import { FormSkeleton } from '../form/form-skeleton.tsx'
import { RecordForm } from '../form/record-form.tsx'
import { ProblemNote } from '../parts/problem-note.tsx'
import { useTexts } from '../texts/i18n.ts'
import { NAME } from './drawer-request.ts'
import type { DrawerRequest } from './drawer-request.ts'
import { RecordTypeChooser } from './record-type-chooser.tsx'
import type { DrawerSchema } from './use-drawer-schema.ts'
import { RECORD_TYPE, useDrawerSchema } from './use-drawer-schema.ts'
import { useRowSchema } from './use-row-rights.ts'
import { useUnsavedGuard } from './use-unsaved-guard.ts'

const WIDTH_PX = 1040

/** The form of a record above the page. `Esc` closes, `Ctrl+Enter` saves; unsaved changes are asked about. */
export function RecordDrawer(props: DrawerRequest & { onClose: (record: RecordData | null) => void }) {
  const { object, id } = props
  const { t } = useTexts()
  const formId = `fw-form-${useId().replace(/[^a-zA-Z0-9]/g, '')}`
  const asked = useDrawerSchema(props)
  const schema = { ...asked, data: useRowSchema(asked.data, id) }
  const current = useRecord(object, id ?? '')
  const record = useFirst(id ? current.data : undefined)
  const [isBusy, setBusy] = useState(false)
  const guard = useUnsavedGuard(() => props.onClose(null))
  const problem = schema.error ?? current.error

  return (
    <Drawer
      open
      size={`min(${WIDTH_PX}px, 100vw)`}
      className="fw-drawer"
      title={schema.label ? titleOf(t(id ? 'form.editTitle' : 'form.newTitle', { label: schema.label }), schema) : ' '}
      keyboard
      mask={{ closable: !guard.isDirty }}
      onClose={guard.close}
      footer={
        <div className="fw-drawer-footer">
          <span className="fw-faint fw-desktop">{t('form.saveHint')}</span>
          <Button onClick={guard.close}>{t('action.cancel')}</Button>
          <Button type="primary" htmlType="submit" form={formId} loading={isBusy} disabled={!schema.data}>
            {t('action.save')}
          </Button>
        </div>
      }
    >
      {problem ? <ProblemNote error={problem} /> : null}
      {schema.data && (!id || record) ? (
        <DrawerForm
          {...props}
          schema={schema.data}
          record={record}
          formId={formId}
          onDirtyChange={guard.setDirty}
          onBusyChange={setBusy}
        />
      ) : null}
      {schema.choices ? <RecordTypeChooser types={schema.choices} onChoose={schema.choose} /> : null}
      {problem || schema.choices || (schema.data && (!id || record)) ? null : (
        <FormSkeleton layout={schema.data?.layout} />
      )}
    </Drawer>
  )
}

/** Says the record's type too, once it is known. */
function titleOf(title: string, { data }: DrawerSchema): string {
  const type = data?.recordTypes?.find(({ name }) => name === data.recordType)
  return type ? `${title} · ${type.label}` : title
}

interface DrawerFormProps extends DrawerRequest {
  schema: ObjectSchema
  record: RecordData | undefined
  formId: string
  onClose: (record: RecordData | null) => void
  onDirtyChange: (isDirty: boolean) => void
  onBusyChange: (isBusy: boolean) => void
}

function DrawerForm(props: DrawerFormProps) {
  const { schema, record, onBusyChange } = props
  const writes = useRecordWrites(schema.object)
  const latest = useRecord(schema.object, record?.id ?? '')
  const { message } = App.useApp()
  const { t } = useTexts()
  const [stale, setStale] = useState<Record<string, unknown> | null>(null)
  const [base, setBase] = useState({ record, initial: undefined as Record<string, unknown> | undefined, round: 0 })
  const given = useMemo(() => typedInitial(namedInitial(props.initial, schema), schema), [props.initial, schema])

  const save = async (values: Record<string, unknown>): Promise<void> => {
    onBusyChange(true)
    try {
      const saved = base.record
        ? await writes.update(base.record.id, values, base.record.version)
        : await writes.create(values)
      props.onDirtyChange(false)
      void message.success(t(base.record ? 'form.saved' : 'form.created', { label: schema.label }))
      props.onClose({ ...saved, [NAME]: saved[schema.nameField] })
    } finally {
      onBusyChange(false)
    }
  }

  const mergeStale = async (): Promise<void> => {
    const fresh = (await latest.refetch()).data
    if (!fresh) return
    setBase(({ round }) => ({ record: fresh, initial: stale ?? undefined, round: round + 1 }))
    setStale(null)
  }

  const refused = (problem: ApiProblem, values: Record<string, unknown>): boolean => {
    if (!isApiProblem(problem, 'stale_version')) return false
    setStale(values)
    return true
  }

  return (
    <>
      {stale ? (
        <Alert
          type="warning"
          showIcon
          className="fw-stale"
          title={t('form.staleTitle')}
          description={t('form.staleText')}
          action={
            <Button type="primary" onClick={() => void mergeStale()}>
              {t('form.staleMerge')}
            </Button>
          }
        />
      ) : null}
      <RecordForm
        key={base.round}
        schema={schema}
        record={base.record}
        initial={base.initial ?? given}
        formId={props.formId}
        autoFocus={!base.record}
        onSubmit={save}
        onRefused={refused}
        onDirtyChange={props.onDirtyChange}
      />
    </>
  )
}

/** The opener may give the record's name without knowing which field holds it. */
function namedInitial(initial: Record<string, unknown> | undefined, schema: ObjectSchema) {
  if (!initial || !(NAME in initial)) return initial
  const { [NAME]: name, ...rest } = initial
  return schema.fields[schema.nameField]?.writable ? { ...rest, [schema.nameField]: name } : rest
}

/** A new record has the type that its form is for. */
function typedInitial(initial: Record<string, unknown> | undefined, { mode, recordType }: ObjectSchema) {
  return mode === 'create' && recordType ? { ...initial, [RECORD_TYPE]: recordType } : initial
}

/** The first value that came: a form must not change under the hands when the record is read again. */
function useFirst<T>(value: T | undefined): T | undefined {
  const first = useRef<T | undefined>(undefined)
  const [, redraw] = useState(0)
  useEffect(() => {
    if (first.current === undefined && value !== undefined) {
      first.current = value
      redraw(1)
    }
  }, [value])
  return first.current
}
