import { FieldIcon, useTexts } from '@fieldwork/ui'

import { useDesigner } from '../designer/designer-context.ts'
import { useNodeWords } from '../designer/node-words.ts'
import { TRIGGER } from '../graph/ways.ts'
import { RunStateMark } from '../runs/run-state.tsx'

/** A step or the trigger as a card that can be selected: on the canvas and in the outline. */
export function NodeCard({ name }: { name: string }) {
  const { t } = useTexts('studio')
  const { selected, select, marks, problems, workflow, kinds } = useDesigner()
  const { title, line, icon } = useNodeWords()(name)
  const mark = marks.get(name)
  const count = problems.get(name) ?? 0
  const node = workflow.nodes[name]
  const effect = node ? kinds.get(node.step)?.effect : undefined
  const classes = [
    'st-wf-card',
    name === TRIGGER ? 'st-wf-card-trigger' : `st-wf-card-${effect ?? 'unknown'}`,
    selected === name ? 'st-wf-card-selected' : '',
    mark?.change ? `st-wf-card-${mark.change}` : '',
    mark?.state ? `st-wf-card-run-${mark.state}` : '',
  ]
  return (
    <button
      type="button"
      data-key={name}
      className={classes.filter(Boolean).join(' ')}
      aria-pressed={selected === name}
      onClick={() => select(name)}
    >
      <span className="st-wf-card-icon">
        <FieldIcon name={icon} />
      </span>
      <span className="st-wf-card-text">
        <span className="st-wf-card-title">{title}</span>
        <span className="st-wf-card-line">{line}</span>
      </span>
      {mark?.state ? <RunStateMark state={mark.state} isShort /> : null}
      {(mark?.times ?? 0) > 1 ? <span className="st-wf-card-times">×{mark?.times}</span> : null}
      {mark?.change ? <span className="st-wf-card-change">{t(`wf.change.${mark.change}`)}</span> : null}
      {count > 0 ? (
        <span className="st-wf-card-problems" title={t('wf.problemCount', { count })}>
          {count}
          <span className="st-hidden"> {t('wf.problemCount', { count })}</span>
        </span>
      ) : null}
    </button>
  )
}
