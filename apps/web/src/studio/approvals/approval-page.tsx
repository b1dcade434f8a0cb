import { DeleteOutlined, DiffOutlined, PlayCircleOutlined } from '@ant-design/icons'
import { AppLink, EmptyState, PageHeader, useNavigateTo, useTexts } from '@fieldwork/ui'
import { useLocation } from '@tanstack/react-router'
import { App, Button, Skeleton } from 'antd'
import { useEffect, useRef, useState } from 'react'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import { CompareDrawer } from '../compare/compare-drawer.tsx'
import { goToPointer, pointerOf, ProblemsContext } from '../conversions/pointed.tsx'
import { useApprovalDocument } from '../draft/use-document.ts'
import { pointerTokens } from '../model/json.ts'
import { studioPaths } from '../paths.ts'
import { PlaceProblems } from '../publish/place-problems.tsx'
import { placeWords } from '../publish/place-words.ts'
import type { PlanProblem } from '../publish/types.ts'
import { useDraftProblems } from '../publish/use-draft-problems.ts'
import type { ApprovalDefinition } from './approval.ts'
import { ChainForm } from './chain-form.tsx'
import { ChainOutline } from './chain-outline.tsx'
import { ChainObject } from './editing.ts'
import type { Change } from './editing.ts'
import { addStep, removeStep } from './edits.ts'
import { StepForm } from './step-form.tsx'
import { TrialDrawer } from './trial-drawer.tsx'
import { useDraftedApprovals } from './use-approvals.ts'
import { useStepWords } from './words.ts'

/** One approval chain: its steps from top to bottom, and beside them the form of what is selected. */
export function ApprovalPage({ name }: { name: string }) {
  const { t } = useTexts('studio')
  const document = useApprovalDocument(name)
  const problems = useDraftProblems('approval', name)
  if (document.status === 'loading') return <Skeleton className="st-page" active paragraph={{ rows: 8 }} />
  if (!document.definition) {
    return (
      <EmptyState
        icon="audit"
        title={t('ap.missing', { name })}
        action={<AppLink to={studioPaths.approvals}>{t('ap.toList')}</AppLink>}
      />
    )
  }
  return (
    <ProblemsContext.Provider value={problems}>
      <ChainObject.Provider value={document.definition.object}>
        <Editor chain={document.definition} base={document.base} edit={document.edit} problems={problems} />
      </ChainObject.Provider>
    </ProblemsContext.Provider>
  )
}

interface EditorProps {
  chain: ApprovalDefinition
  /** as it is published */
  base: ApprovalDefinition | null
  edit: Change<ApprovalDefinition>
  problems: PlanProblem[]
}

/** The step that a problem is about; '' for the chain as a whole. */
function stepOf(chain: ApprovalDefinition, pointer: string): string {
  const [first, second = ''] = pointerTokens(pointer)
  return first === 'steps' && second in chain.steps ? second : ''
}

function Editor({ chain, base, edit, problems }: EditorProps) {
  const { t } = useTexts('studio')
  const words = useStepWords()
  const side = useRef<HTMLDivElement>(null)
  const focus = new URLSearchParams(useLocation({ select: (location) => location.searchStr })).get('at')
  const [chosen, choose] = useState<string | null>(() => (focus === null ? chain.first : stepOf(chain, focus)) || null)
  const [wanted, want] = useState(focus)
  const selected = chosen !== null && chosen in chain.steps ? chosen : null
  const step = selected === null ? undefined : chain.steps[selected]
  useEffect(() => {
    if (wanted === null) return
    goToPointer(wanted)
    want(null)
  }, [wanted])

  const select = (key: string | null): void => {
    choose(key)
    if (globalThis.matchMedia('(max-width: 1100px)').matches) side.current?.scrollIntoView({ block: 'start' })
  }
  const go = (pointer: string): void => {
    choose(stepOf(chain, pointer) || null)
    want(pointer)
  }
  const add = (after: string | null): void => {
    const { chain: next, key } = addStep(chain, after)
    edit(next)
    choose(key)
  }
  const placeOf = (pointer: string): string => {
    const key = stepOf(chain, pointer)
    return key === '' ? placeWords(pointer, t) || t('ap.settings') : words(key, chain.steps[key])
  }
  const counts = new Map<string, number>()
  for (const { pointer = '' } of problems) {
    const key = stepOf(chain, pointer)
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return (
    <div className="st-page st-ap-page">
      <Header chain={chain} base={base} />
      <PlaceProblems problems={problems} fine={t('ap.fine')} placeOf={placeOf} onGo={go} />
      <div className="st-ap-body">
        <ChainOutline chain={chain} selected={selected} problems={counts} onSelect={select} onAdd={add} edit={edit} />
        <div ref={side} className="st-ap-side">
          {selected !== null && step ? (
            <StepForm
              key={selected}
              name={selected}
              chain={chain}
              pointer={`/steps${pointerOf(selected)}`}
              value={step}
              onChange={(next, options) => edit({ ...chain, steps: { ...chain.steps, [selected]: next } }, options)}
              onRemove={() => edit(removeStep(chain, selected))}
            />
          ) : (
            <ChainForm chain={chain} edit={edit} />
          )}
        </div>
      </div>
    </div>
  )
}

function Header({ chain, base }: { chain: ApprovalDefinition; base: ApprovalDefinition | null }) {
  const { t, locale } = useTexts('studio')
  const { modal } = App.useApp()
  const [isTrying, setTrying] = useState(false)
  const [isComparing, setComparing] = useState(false)
  const words = useStepWords()
  const navigate = useNavigateTo()
  const { chains, put } = useDraftedApprovals()
  const object = useStudioObjects().find(({ name }) => name === chain.object)
  const known = chains.find(({ definition }) => definition.name === chain.name)
  const label = chain.label?.[locale] || chain.name
  const remove = (): void => {
    void modal.confirm({
      title: t('ap.removeTitle', { label }),
      content: t('ap.removeText'),
      okText: t('ap.removeConfirm'),
      okButtonProps: { danger: true },
      cancelText: t('common.cancel'),
      onOk: () => {
        navigate(studioPaths.approvals)
        if (known) put(known, chain.name, null)
      },
    })
  }
  return (
    <>
      <AppLink to={studioPaths.approvals} className="st-back">
        ‹ {t('ap.title')}
      </AppLink>
      <PageHeader
        title={label}
        note={<code className="st-code">{chain.name}</code>}
        line={object?.label[locale] ?? chain.object}
        actions={
          <>
            <Button icon={<PlayCircleOutlined />} onClick={() => setTrying(true)}>
              {t('ap.try')}
            </Button>
            <Button icon={<DiffOutlined />} disabled={base === null} onClick={() => setComparing(true)}>
              {t('wf.compare')}
            </Button>
            <Button icon={<DeleteOutlined />} onClick={remove}>
              {t('ap.removeConfirm')}
            </Button>
          </>
        }
      />
      {isComparing ? (
        <CompareDrawer
          kind="approval"
          name={chain.name}
          draft={chain}
          base={base}
          steps="steps"
          wordsOf={(key, versions) => words(key, versions.find((each) => each?.steps[key])?.steps[key])}
          onClose={() => setComparing(false)}
        />
      ) : null}
      {isTrying ? <TrialDrawer chain={chain} onClose={() => setTrying(false)} /> : null}
    </>
  )
}
