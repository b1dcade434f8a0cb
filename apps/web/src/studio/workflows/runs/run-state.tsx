import {
  CheckCircleFilled,
  ClockCircleFilled,
  CloseCircleFilled,
  HourglassFilled,
  MinusCircleFilled,
  PlayCircleFilled,
} from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import type { ReactNode } from 'react'

import type { RunState } from './run-types.ts'

const ICONS: Record<RunState, ReactNode> = {
  queued: <ClockCircleFilled />,
  running: <PlayCircleFilled />,
  waiting: <HourglassFilled />,
  done: <CheckCircleFilled />,
  failed: <CloseCircleFilled />,
  cancelled: <MinusCircleFilled />,
}

/** The state of a run or step as a mark, with its word beside it unless the mark is enough. */
export function RunStateMark({ state, isShort = false }: { state: RunState; isShort?: boolean }) {
  const { t } = useTexts('studio')
  const word = t(`wf.states.${state}`)
  return (
    <span className={`st-run-state st-run-${state}`} title={word}>
      {ICONS[state]}
      {isShort ? <span className="st-hidden">{word}</span> : <span>{word}</span>}
    </span>
  )
}
