import { Alert, Button, Modal, Skeleton } from 'antd'
import { useId, useRef, useState } from 'react'

import { isApiProblem } from '../api/api-problem.ts'
import { useConversionPreview } from '../api/queries.ts'
import type { ConversionPreview, ObjectSchema, RecordData } from '../api/types.ts'
import { useRecordWrites } from '../api/writes.ts'
import type { Converted } from '../api/writes.ts'
import { ProblemNote } from '../parts/problem-note.tsx'
import { useTexts } from '../texts/i18n.ts'
import { isNew, otherMessages, problemOf, sentTargets, suggested } from './conversion-choices.ts'
import type { Decisions } from './conversion-choices.ts'
import { ConversionTarget } from './conversion-target.tsx'

const WIDTH_PX = 820

interface DialogProps {
  schema: ObjectSchema
  record: RecordData
  conversion: string
  onDone: (converted: Converted) => void
  onClose: () => void
}

/** Shows what a conversion would make of a record, lets it be completed, and makes it. */
export function ConversionDialog(props: DialogProps) {
  const preview = useConversionPreview(props.schema.object, props.record.id, props.conversion)
  if (preview.data) return <ReadyDialog {...props} preview={preview.data} />
  return (
    <Modal open footer={null} title=" " width={WIDTH_PX} onCancel={props.onClose}>
      {preview.error ? <ProblemNote error={preview.error} /> : <Skeleton active />}
    </Modal>
  )
}

function ReadyDialog(props: DialogProps & { preview: ConversionPreview }) {
  const { preview } = props
  const { t } = useTexts()
  const formId = `fw-convert-${useId().replace(/[^a-zA-Z0-9]/g, '')}`
  const [decisions, setDecisions] = useState(() => suggested(preview))
  const { convert, enter, isBusy, messages } = useConvert(props, decisions)

  const submit = (): void => {
    const keys = Object.keys(decisions).filter((key) => decisions[key] && isNew(decisions[key]))
    convert(keys, (key) => document.querySelector<HTMLFormElement>(`#${formId}-${key}`)?.requestSubmit())
  }

  return (
    <Modal
      open
      width={WIDTH_PX}
      title={preview.label}
      onCancel={props.onClose}
      footer={[
        <Button key="cancel" onClick={props.onClose}>
          {t('action.cancel')}
        </Button>,
        <Button key="ok" type="primary" loading={isBusy} onClick={submit}>
          {preview.label}
        </Button>,
      ]}
    >
      {preview.help ? <p className="fw-muted">{preview.help}</p> : null}
      {messages.length > 0 ? (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={messages.map((message) => (
            <div key={message}>{message}</div>
          ))}
        />
      ) : null}
      {Object.entries(preview.targets).map(([key, target]) => (
        <ConversionTarget
          key={key}
          target={target}
          decision={decisions[key]!}
          onDecide={(change) => setDecisions((all) => ({ ...all, [key]: { ...all[key]!, ...change } }))}
          formId={`${formId}-${key}`}
          onSubmit={(values) => enter(key, values)}
        />
      ))}
    </Modal>
  )
}

interface Round {
  keys: string[]
  values: Map<string, Record<string, unknown>>
  /** settled for all forms at once */
  outcome: Promise<void>
  finish: () => void
}

/** Waits until every form has handed in its values, then converts; each form gets its own problems. */
function useConvert(
  { schema, record, conversion, onDone, preview }: DialogProps & { preview: ConversionPreview },
  decisions: Decisions,
) {
  const { t } = useTexts()
  const writes = useRecordWrites(schema.object)
  const round = useRef<Round | null>(null)
  const [isBusy, setBusy] = useState(false)
  const [messages, setMessages] = useState<string[]>([])

  const send = async (values: Round['values']): Promise<void> => {
    setBusy(true)
    setMessages([])
    try {
      onDone(await writes.convert(record.id, conversion, sentTargets(preview, decisions, values)))
    } catch (error) {
      if (isApiProblem(error)) setMessages(otherMessages(error))
      throw error
    } finally {
      setBusy(false)
    }
  }

  const convert = (keys: string[], submitForm: (key: string) => void): void => {
    const unnamed = Object.values(decisions).some(({ include, takes, existing }) => include && takes && !existing)
    if (unnamed) return setMessages([t('conversion.nothing')])
    const values: Round['values'] = new Map()
    const { promise, resolve, reject } = withResolvers()
    // each form hears of its own problems and the messages tell the rest; an error of the program must not be lost
    promise.catch((error: unknown) => {
      if (!isApiProblem(error)) throw error
    })
    round.current = { keys, values, outcome: promise, finish: () => void send(values).then(resolve, reject) }
    if (keys.length === 0) round.current.finish()
    else keys.forEach(submitForm)
  }

  const enter = async (key: string, values: Record<string, unknown>): Promise<void> => {
    const current = round.current
    if (!current) return
    current.values.set(key, values)
    if (current.values.size === current.keys.length) current.finish()
    try {
      await current.outcome
    } catch (error) {
      const own = isApiProblem(error) ? problemOf(error, key) : null
      if (own) throw own
    }
  }

  return { convert, enter, isBusy, messages }
}

/** As `Promise.withResolvers`, which some browsers lack. */
function withResolvers() {
  const settle: { resolve?: () => void; reject?: (reason: unknown) => void } = {}
  const promise = new Promise<void>((resolve, reject) => Object.assign(settle, { resolve, reject }))
  return { promise, resolve: () => settle.resolve?.(), reject: (reason: unknown) => settle.reject?.(reason) }
}
