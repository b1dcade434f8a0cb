import { CodeOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button, Tag } from 'antd'
import { useState } from 'react'

import type { PlanStep, StepClass } from './types.ts'

const COLORS: Record<StepClass, string> = { safe: 'green', confirm: 'gold', destructive: 'red' }

/** The steps of a plan: how careful to be with each, what it does, and its SQL for those who want to see. */
export function PlanSteps({ steps }: { steps: PlanStep[] }) {
  return (
    <ol className="st-steps">
      {steps.map((step, index) => (
        <Step key={`${index}-${step.summary}`} step={step} />
      ))}
    </ol>
  )
}

function Step({ step }: { step: PlanStep }) {
  const { t } = useTexts('studio')
  const [isOpen, setOpen] = useState(false)
  return (
    <li className={`st-step st-step-${step.class}`}>
      <div className="st-step-line">
        <Tag color={COLORS[step.class]}>{t(`publish.class.${step.class}`)}</Tag>
        {step.background ? <Tag color="blue">{t('publish.background')}</Tag> : null}
        <span className="st-grow">{step.summary}</span>
        {step.sql ? (
          <Button
            type="text"
            size="small"
            icon={<CodeOutlined />}
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            SQL
          </Button>
        ) : null}
      </div>
      {isOpen ? <pre className="st-sql">{step.sql}</pre> : null}
    </li>
  )
}
