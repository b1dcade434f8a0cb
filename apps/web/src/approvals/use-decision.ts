import { isApiProblem, useTexts, useUploads } from '@fieldwork/ui'
import type { FileValue } from '@fieldwork/ui'
import { App } from 'antd'
import { useState } from 'react'

import { FOR_PEOPLE, needsComment, openFields, useDeed } from './deed.ts'
import type { AskedTask, Deed, Given } from './deed.ts'
import { useTrail } from './queries.ts'
import type { BulkResult } from './queries.ts'

const NOTHING: Given = { comment: '', people: [], place: 'after', step: null, values: {}, files: [] }

/** What was refused, by the part of the dialog that it is about. */
type Errors = Partial<Record<'comment' | 'people' | 'step' | 'files' | 'general', string>>

/** What is given with a deed while its dialog is open, and the way to do it. */
export function useDecision({ deed, tasks, onClose }: { deed: Deed; tasks: AskedTask[]; onClose: () => void }) {
  const { t } = useTexts('app')
  const { message } = App.useApp()
  const [given, setGiven] = useState(NOTHING)
  const [errors, setErrors] = useState<Errors>({})
  const [isBusy, setBusy] = useState(false)
  const [results, setResults] = useState<BulkResult['results'] | null>(null)
  const trail = useTrail(tasks.length === 1 ? (tasks[0]?.approval ?? null) : null).data
  const carryOut = useDeed(deed)
  const uploads = useUploads()
  const isCommented = needsComment(deed, trail)
  const open = openFields(deed, trail)
  const missing = (): Errors => ({
    ...(FOR_PEOPLE.has(deed) && given.people.length === 0 ? { people: t('approvals.needPeople') } : {}),
    ...(uploads.pending.some(({ problem }) => problem === undefined) ? { files: t('approvals.stillSending') } : {}),
    ...(isCommented && given.comment.trim() === '' ? { comment: t('approvals.needComment') } : {}),
  })
  const confirm = async (values: Record<string, unknown> = {}): Promise<void> => {
    const lacks = missing()
    if (Object.keys(lacks).length > 0) return setErrors(lacks)
    setBusy(true)
    try {
      const done = await carryOut(tasks, { ...given, values })
      if (done.some((each) => !each.done)) return setResults(done)
      void message.success(t('approvals.done', { label: t(`approvals.deeds.${deed}`) }))
      onClose()
    } catch (error) {
      if (!isApiProblem(error)) throw error
      const hasForm = open.fields.length > 0
      setErrors(errorsOf(error, new Set(open.fields)))
      // the form shows what is about its fields
      if (hasForm && error.problems.some(({ pointer }) => isOfForm(pointer, new Set(open.fields)))) throw error
    } finally {
      setBusy(false)
    }
  }
  const put = (part: Partial<Given>): void => {
    setGiven((before) => ({ ...before, ...part }))
    setErrors({})
  }
  // several arrive before the dialog is drawn again
  const addFile = (file: FileValue): void => setGiven((before) => ({ ...before, files: [...before.files, file] }))
  return { given, put, addFile, uploads, errors, isBusy, results, trail, isCommented, open, confirm }
}

/** Whether a problem is about a field that is open: a write points to it as in the record. */
function isOfForm(pointer: string | undefined, fields: ReadonlySet<string>): boolean {
  const [, part = '', name = ''] = pointer?.split('/') ?? []
  return fields.has(part) || (part === 'values' && fields.has(name))
}

/** @param fields of the form, which shows their problems */
function errorsOf(
  error: { problems: { pointer?: string; message: string }[]; message: string },
  fields: ReadonlySet<string>,
): Errors {
  const errors: Errors = {}
  for (const { pointer = '', message } of error.problems) {
    const [, part] = pointer.split('/')
    if (isOfForm(pointer, fields)) continue
    const place =
      part === 'comment' || part === 'step' || part === 'files'
        ? part
        : part === 'user' || part === 'users'
          ? 'people'
          : 'general'
    errors[place] = errors[place] === undefined ? message : `${errors[place]} ${message}`
  }
  if (error.problems.length === 0) errors.general = error.message
  return errors
}
