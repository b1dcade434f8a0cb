import { App, Button, Input } from 'antd'
import { useState } from 'react'

import { isApiProblem } from '../api/api-problem.ts'
import type { ObjectSchema, RecordData } from '../api/types.ts'
import { useRecordWrites } from '../api/writes.ts'
import { useWriteLock } from '../parts/write-lock.tsx'
import { useTexts } from '../texts/i18n.ts'

const MAX_LENGTH = 10_000

/** A line in which to say something of a record; what is said stands in its history. */
export function CommentBox({ schema, record }: { schema: ObjectSchema; record: RecordData }) {
  const { t } = useTexts()
  const { message } = App.useApp()
  const lock = useWriteLock()
  const writes = useRecordWrites(schema.object)
  const [text, setText] = useState('')
  const [isSending, setSending] = useState(false)
  if (!schema.operations.includes('comment') && !schema.operations.includes('update')) return null

  const send = async (): Promise<void> => {
    setSending(true)
    try {
      await writes.comment(record.id, text)
      setText('')
    } catch (error) {
      if (!isApiProblem(error)) throw error
      void message.error(error.problems[0]?.message ?? error.message)
    } finally {
      setSending(false)
    }
  }

  return (
    <div className="fw-comment-box">
      <Input.TextArea
        value={text}
        maxLength={MAX_LENGTH}
        autoSize={{ minRows: 1, maxRows: 8 }}
        aria-label={t('record.comment')}
        placeholder={t('record.comment')}
        disabled={lock.disabled === true}
        onChange={(event) => setText(event.target.value)}
      />
      {text.trim() === '' ? null : (
        <Button type="primary" size="small" loading={isSending} {...lock} onClick={() => void send()}>
          {t('record.sendComment')}
        </Button>
      )}
    </div>
  )
}
