import { useApi, useDebounced, useTexts } from '@fieldwork/ui'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'

import { checkDraft } from '../catalog/expression-environment.ts'
import { useStudioObjects } from '../catalog/studio-objects.ts'
import type { StudioObject } from '../catalog/studio-objects.ts'
import type { FieldOptions } from '../model/definitions.ts'
import { reasonOf, TrialBox, TrialRefusal, Unpublished } from './trial-box.tsx'
import { TrialValue } from './trial-value.tsx'
import { usePublished } from './use-published.ts'
import { useTrialRecord } from './use-trial-record.ts'

const DELAY_MS = 250
const OPTIONS = ['object', 'via', 'function', 'field', 'by', 'where'] as const

interface Answer {
  value: unknown
  counted: number
  of: number
}

/** What a roll-up that is being designed would hold for a record of one's choice, and how many records count. */
export function RollUpTrial({ object, options }: { object: string; options: FieldOptions }) {
  const { t } = useTexts('studio')
  const { record, choose } = useTrialRecord(object)
  const said = OPTIONS.filter((key) => options[key] !== undefined && options[key] !== '')
  const draft = useDebounced(JSON.stringify(Object.fromEntries(said.map((key) => [key, options[key]]))), DELAY_MS)
  const isWhole = options['function'] === 'count' || said.includes('field')
  const { isRight, isPublished } = useStanding(draft)
  const { data, error } = useRollUpValue({ object, id: record?.id, draft, isAsked: isWhole && isPublished })
  if (!record || !isWhole || !isRight) return null
  return (
    <TrialBox
      object={object}
      record={record}
      onChoose={choose}
      note={data && !error && isPublished ? t('trial.counted', { count: data.counted, of: data.of }) : undefined}
    >
      {isPublished ? <Outcome answer={data} error={error} /> : <Unpublished />}
    </TrialBox>
  )
}

function Outcome({ answer, error }: { answer: Answer | undefined; error: Error | null }) {
  if (error) return <TrialRefusal>{reasonOf(error)}</TrialRefusal>
  return answer ? <TrialValue value={answer.value} type={typeof answer.value === 'number' ? 'decimal' : 'any'} /> : null
}

function useRollUpValue(asked: { object: string; id: string | undefined; draft: string; isAsked: boolean }) {
  const api = useApi()
  const { object, id, draft, isAsked } = asked
  return useQuery({
    queryKey: ['records', object, 'roll-up', id, draft],
    enabled: id !== undefined && isAsked,
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: () =>
      api.post<Answer>('/api/metadata/roll-ups/evaluate', { object, id, rollUp: JSON.parse(draft) as object }),
  })
}

/** Whether the draft knows all that the roll-up says, and whether the published objects do. */
function useStanding(draft: string): { isRight: boolean; isPublished: boolean } {
  const drafted = useStudioObjects()
  const published = usePublished()
  return useMemo(
    () => ({ isRight: isKnownTo(drafted, draft), isPublished: isKnownTo(published, draft) }),
    [drafted, published, draft],
  )
}

function isKnownTo(objects: StudioObject[], draft: string): boolean {
  const { object, via, field, by, where } = JSON.parse(draft) as Partial<Record<string, string>>
  const child = objects.find(({ name }) => name === object)
  if (!child) return false
  const names = [via, field, by].filter((name) => name !== undefined)
  const isKnown = names.every((name) => child.fields.some((each) => each.name === name))
  return isKnown && (where === undefined || checkDraft(objects, child.name, where).ok)
}
