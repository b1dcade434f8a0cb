import { useApi, useDebounced } from '@fieldwork/ui'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'

import { checkDraft } from '../catalog/expression-environment.ts'
import { useStudioObjects } from '../catalog/studio-objects.ts'
import { reasonOf, TrialBox, TrialRefusal, Unpublished } from './trial-box.tsx'
import { TrialValue } from './trial-value.tsx'
import { usePublished } from './use-published.ts'
import { useTrialRecord } from './use-trial-record.ts'

const DELAY_MS = 250

interface Answer {
  value: unknown
  type: string
}

/**
 * What an expression that is being written gives for a record of one's choice. Absent while the expression is empty or
 * wrong, and for objects without records.
 *
 * @param props.verdict what it means that a condition holds for the record, or does not
 */
export function ExpressionTrial(props: {
  object: string
  expression: string
  verdict?: { holds: string; fails: string } | undefined
}) {
  const { object, verdict } = props
  const { record, choose } = useTrialRecord(object)
  const expression = useDebounced(props.expression.trim(), DELAY_MS)
  const { isRight, isPublished } = useStanding(object, expression)
  const answer = useEvaluation({ object, id: record?.id, expression, isAsked: isRight && isPublished })
  if (!record || !isRight) return null
  const holds = answer.data?.value === true
  return (
    <TrialBox
      object={object}
      record={record}
      onChoose={choose}
      note={verdict && answer.data && isPublished ? (holds ? verdict.holds : verdict.fails) : undefined}
    >
      {isPublished ? <Outcome answer={answer.data} error={answer.error} /> : <Unpublished />}
    </TrialBox>
  )
}

function useEvaluation(asked: { object: string; id: string | undefined; expression: string; isAsked: boolean }) {
  const api = useApi()
  const { object, id, expression, isAsked } = asked
  return useQuery({
    queryKey: ['records', object, 'evaluate', id, expression],
    enabled: id !== undefined && isAsked,
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: () => api.post<Answer>('/api/metadata/expressions/evaluate', { object, id, expression }),
  })
}

function Outcome({ answer, error }: { answer: Answer | undefined; error: Error | null }) {
  if (error) return <TrialRefusal>{reasonOf(error)}</TrialRefusal>
  return answer ? <TrialValue {...answer} /> : null
}

/** Whether the draft knows all that the expression says, and whether the published objects do. */
function useStanding(object: string, expression: string): { isRight: boolean; isPublished: boolean } {
  const drafted = useStudioObjects()
  const published = usePublished()
  return useMemo(() => {
    const isRight = expression !== '' && checkDraft(drafted, object, expression).ok
    return { isRight, isPublished: isRight && checkDraft(published, object, expression).ok }
  }, [drafted, published, object, expression])
}
