import { FieldIcon, useTexts } from '@fieldwork/ui'
import { Input, Modal } from 'antd'
import { useState } from 'react'
import type { KeyboardEvent } from 'react'

import { STEP_DATA } from '../canvas/step-data.ts'
import { groupedKinds } from '../step-kinds.ts'
import type { StepKind } from '../step-kinds.ts'
import { useDesigner } from './designer-context.ts'

/** The kinds of steps by group, narrowed by typing; arrows move, Enter chooses. */
export function StepList({
  onChoose,
  isDraggable = false,
}: {
  onChoose: (step: string) => void
  isDraggable?: boolean
}) {
  const { t, locale } = useTexts('studio')
  const { kinds } = useDesigner()
  const [wanted, setWanted] = useState('')
  const words = wanted.trim().toLowerCase()
  const fits = ({ name, label, help }: StepKind): boolean =>
    [name, label.en, label['zh-CN'], help[locale]].some((text) => text.toLowerCase().includes(words))
  const groups = groupedKinds(kinds)
    .map(([group, found]): [string, StepKind[]] => [group, found.filter(fits)])
    .filter(([, found]) => found.length > 0)
  const first = groups[0]?.[1][0]
  return (
    <div className="st-wf-steps" onKeyDown={moveFocus}>
      <Input.Search
        allowClear
        autoFocus={!isDraggable}
        aria-label={t('wf.searchSteps')}
        placeholder={t('wf.searchSteps')}
        value={wanted}
        onChange={(event) => setWanted(event.target.value)}
        onPressEnter={() => (first && words !== '' ? onChoose(first.name) : undefined)}
      />
      {groups.map(([group, found]) => (
        <section key={group} aria-label={t(`wf.groups.${group}`, { defaultValue: group })}>
          <h3 className="st-pane-title">{t(`wf.groups.${group}`, { defaultValue: group })}</h3>
          {found.map((kind) => (
            <button
              key={kind.name}
              type="button"
              data-step={kind.name}
              className="st-wf-step"
              title={kind.help[locale]}
              draggable={isDraggable}
              onDragStart={(event) => {
                event.dataTransfer.setData(STEP_DATA, kind.name)
                event.dataTransfer.effectAllowed = 'copy'
              }}
              onClick={() => onChoose(kind.name)}
            >
              <FieldIcon name={kind.icon} />
              <span>{kind.label[locale]}</span>
              {isDraggable ? null : <small>{kind.help[locale]}</small>}
            </button>
          ))}
        </section>
      ))}
      {groups.length === 0 ? <p className="st-muted">{t('wf.noStep')}</p> : null}
    </div>
  )
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (by === undefined) return
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('input, [data-step]')]
  const at = all.indexOf(document.activeElement as HTMLElement)
  event.preventDefault()
  all[(at + by + all.length) % all.length]?.focus()
}

/** Asks which step comes onto a way. */
export function StepChooser({ onChoose, onClose }: { onChoose: (step: string) => void; onClose: () => void }) {
  const { t } = useTexts('studio')
  return (
    <Modal open title={t('wf.chooseStep')} footer={null} width={520} onCancel={onClose} className="st-wf-chooser">
      <StepList onChoose={onChoose} />
    </Modal>
  )
}
