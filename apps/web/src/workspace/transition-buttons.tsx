import {
  LazyTransitionDialog,
  isApiProblem,
  missingFields,
  openTransitions,
  useRecordWrites,
  useTexts,
  useWriteLock,
} from '@fieldwork/ui'
import type { ObjectSchema, OpenTransition, RecordData } from '@fieldwork/ui'
import { DownOutlined } from '@ant-design/icons'
import { App, Button, Dropdown, Space } from 'antd'
import { Suspense, useState } from 'react'

import { usePreviewing, useTrails } from '../approvals/queries.ts'
import type { Submission } from '../approvals/queries.ts'
import { SubmitDialog } from '../approvals/submit-dialog.tsx'

/** The next transition as the button, the others in a menu beside it. */
export function TransitionButtons({ schema, record }: { schema: ObjectSchema; record: RecordData }) {
  const { t } = useTexts('app')
  // a transition that ends a conversion is made by it
  const converting = new Set(schema.conversions?.map(({ transition }) => transition))
  const [primary, ...others] = openTransitions(schema, record).filter(({ name }) => !converting.has(name))
  const lock = useWriteLock()
  const { start, asked, submitted, confirm, close } = useTransition(schema, record)
  // nobody makes a transition while others decide: what one may do then is in the panel
  const isInApproval = useTrails(schema.object, record.id).data?.data[0]?.state === 'pending'
  if (!primary || isInApproval) return null
  const type = primary.isForward ? 'primary' : 'default'

  return (
    <>
      <Space.Compact>
        <Button type={type} {...lock} onClick={() => void start(primary)}>
          {primary.label}
        </Button>
        {others.length > 0 ? (
          <Dropdown
            trigger={['click']}
            placement="bottomRight"
            menu={{
              items: others.map((each) => ({
                key: each.name,
                label: each.label,
                onClick: () => void start(each),
                ...lock,
              })),
            }}
          >
            <Button type={type} icon={<DownOutlined />} aria-label={t('record.moreTransitions')} />
          </Dropdown>
        ) : null}
      </Space.Compact>
      {submitted ? (
        <SubmitDialog submission={submitted.submission} label={submitted.label} onDone={close} onClose={close} />
      ) : null}
      {asked ? (
        <Suspense fallback={null}>
          <LazyTransitionDialog
            schema={schema}
            record={record}
            transition={asked}
            onConfirm={confirm}
            onClose={close}
          />
        </Suspense>
      ) : null}
    </>
  )
}

function stateLabel({ states, fields }: ObjectSchema, state: string): string {
  const options = fields[states?.field ?? '']?.options ?? []
  return options.find((option) => option.value === state)?.label ?? state
}

/** Makes a transition at once, or asks for the fields it needs first. */
function useTransition(schema: ObjectSchema, record: RecordData) {
  const { t } = useTexts('app')
  const { message, modal } = App.useApp()
  const writes = useRecordWrites(schema.object)
  const [asked, setAsked] = useState<OpenTransition | null>(null)
  const [submitted, setSubmitted] = useState<{ label: string; submission: Submission } | null>(null)
  const preview = usePreviewing()

  const make = async (transition: OpenTransition, values: Record<string, unknown>): Promise<void> => {
    await writes.transition(record.id, transition.name, values)
    setAsked(null)
    void message.success(t('record.moved', { label: transition.label, state: stateLabel(schema, transition.to) }))
  }

  const submissionBy = ({ name }: OpenTransition, values: Record<string, unknown> = {}): Submission => ({
    object: schema.object,
    id: record.id,
    transition: name,
    ...(Object.keys(values).length > 0 && { values }),
  })

  const start = async (transition: OpenTransition): Promise<void> => {
    if (missingFields(transition, record).length > 0) return setAsked(transition)
    if (transition.approved) return setSubmitted({ label: transition.label, submission: submissionBy(transition) })
    try {
      await make(transition, {})
    } catch (error) {
      if (!isApiProblem(error)) throw error
      const lines = error.problems.map((problem) => problem.message)
      modal.warning({
        title: t('record.notMoved', { label: transition.label }),
        content: lines.length > 0 ? lines.map((line) => <div key={line}>{line}</div>) : error.message,
      })
    }
  }

  /** where somebody then sees who will decide, what the transition needs is only tried, and written with the submission */
  const confirm = async (values: Record<string, unknown>): Promise<void> => {
    if (!asked?.approved) return asked ? make(asked, values) : undefined
    const submission = submissionBy(asked, values)
    await preview(submission)
    setAsked(null)
    setSubmitted({ label: asked.label, submission })
  }

  return {
    start,
    asked,
    submitted,
    confirm,
    close: () => {
      setAsked(null)
      setSubmitted(null)
    },
  }
}
