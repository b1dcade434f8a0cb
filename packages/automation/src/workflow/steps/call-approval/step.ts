import { defineStep, expression, optionsOf, outputOf, reference, target } from '../../step.ts'
import type { StepContext, StepResult } from '../../step.ts'
import { targetOf } from '../../target-of.ts'

/** Submits a record to a chain and waits for what is decided. */
export const callApproval = defineStep({
  name: 'call-approval',
  label: { en: 'Ask for approval', 'zh-CN': '发起审批' },
  help: {
    en: 'Submits a record for approval and goes on with what is decided',
    'zh-CN': '提交记录进行审批，并按审批结果继续',
  },
  icon: 'audit',
  group: 'flow',
  order: 65,
  effect: 'control',
  branches: ['approved', 'rejected', 'returned', 'recalled'],
  options: optionsOf({
    ...target,
    approval: reference('approval', 'The chain; the first whose condition holds when left out'),
    submitter: expression('user', 'Who submits it; who started the run, or else whose record it is, when left out'),
    comment: expression('text', 'What is said with it'),
    onReturn: {
      enum: ['wait', 'continue'],
      description: 'When it is returned: waits until it is submitted again (when left out), or goes on',
    },
  }),
  output: outputOf({
    approval: { type: 'string', description: 'The approval' },
    outcome: { type: 'string', description: 'approved, rejected, returned, recalled or deleted' },
  }),
  async run(context, options) {
    if (context.wake && context.dry) return ended(null, 'approved')
    const approval = context.wake ? await begunBy(context) : await begin(context, options)
    const state = await stateOf(context, approval)
    const isOpen = state === 'pending' || (state === 'returned' && options.onReturn !== 'continue')
    if (!isOpen) return ended(approval, state)
    return { kind: 'wait', wait: { kind: 'approval', key: approval }, output: { approval } }
  },
})

const outcomes = ['approved', 'rejected', 'returned', 'recalled']

const ended = (approval: string | null, outcome: string): StepResult => ({
  kind: 'done',
  output: { approval, outcome },
  ...(outcomes.includes(outcome) && { branch: outcome }),
})

async function begin(context: StepContext, options: Record<string, unknown>): Promise<string> {
  const { approval, comment, submitter } = options as { approval?: string; comment?: string; submitter?: string }
  return context.startApproval({
    ...targetOf(context, options),
    chain: approval,
    comment: comment ?? null,
    chosen: {},
    submitter: submitter ?? context.run.actor,
  })
}

/** The approval that this step began before it waited. */
async function begunBy({ tx, run, node, iteration }: StepContext): Promise<string> {
  const { rows } = await tx.query<{ approval: string }>({
    text: `select output ->> 'approval' as approval from fw_run_step where run = $1 and node = $2 and iteration = $3`,
    values: [run.id, node, iteration],
  })
  return rows[0]!.approval
}

/** Held as it is until the step has parked, so that an end at the same moment finds it waiting. */
async function stateOf({ tx }: StepContext, approval: string): Promise<string> {
  const { rows } = await tx.query<{ state: string }>({
    text: 'select state from fw_approval where id = $1 for share',
    values: [approval],
  })
  return rows[0]?.state ?? 'deleted'
}
