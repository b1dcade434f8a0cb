import { EmptyState, AppLink, PageHeader, ProblemNote, useTexts } from '@fieldwork/ui'
import { ApartmentOutlined, ExperimentOutlined, SettingOutlined, UnorderedListOutlined } from '@ant-design/icons'
import { useLocation } from '@tanstack/react-router'
import { ReactFlowProvider } from '@xyflow/react'
import { Button, Drawer, Grid, Segmented, Skeleton, Switch } from 'antd'
import { useEffect, useState } from 'react'

import { goToPointer, ProblemsContext } from '../../conversions/pointed.tsx'
import { useWorkflowDocument } from '../../draft/use-document.ts'
import type { EditableDocument } from '../../draft/use-document.ts'
import { studioPaths } from '../../paths.ts'
import type { PlanProblem } from '../../publish/types.ts'
import { useDraftProblems } from '../../publish/use-draft-problems.ts'
import { WorkflowCanvas } from '../canvas/workflow-canvas.tsx'
import { NodeForm } from '../form/node-form.tsx'
import { SettingsForm } from '../form/settings-form.tsx'
import { TriggerForm } from '../form/trigger-form.tsx'
import { TRIGGER, waysFrom, waysOf } from '../graph/ways.ts'
import { useStepKinds } from '../step-kinds.ts'
import type { StepKinds } from '../step-kinds.ts'
import { TrialDrawer } from '../trial/trial-drawer.tsx'
import { isActive } from '../workflow.ts'
import type { WorkflowDefinition } from '../workflow.ts'
import { DesignerContext, useDesigner } from './designer-context.ts'
import { MoreMenu } from './more-menu.tsx'
import { StepChooser, StepList } from './step-list.tsx'
import { useDesignerState } from './use-designer.ts'
import { WorkflowOutline } from './workflow-outline.tsx'
import { placeOf, WorkflowProblems } from './workflow-problems.tsx'

/** The designer of one workflow. */
export function WorkflowPage({ name }: { name: string }) {
  const { t } = useTexts('studio')
  const document = useWorkflowDocument(name)
  const { kinds, isPending, error } = useStepKinds()
  const problems = useDraftProblems('workflow', name)
  if (error) return <ProblemNote error={error} />
  if (document.status === 'loading' || isPending)
    return <Skeleton className="st-page" active paragraph={{ rows: 10 }} />
  if (!document.definition) {
    return (
      <EmptyState
        icon="partition"
        title={t('wf.missing', { name })}
        action={<AppLink to={studioPaths.workflows}>{t('wf.toList')}</AppLink>}
      />
    )
  }
  return <WorkflowDesigner workflow={document.definition} {...{ document, kinds, problems }} />
}

/** Selects the workflow as a whole; on small screens it is opened by this. */
const SETTINGS = '@settings'

type View = 'canvas' | 'outline'

function WorkflowDesigner(props: {
  workflow: WorkflowDefinition
  document: EditableDocument<WorkflowDefinition>
  kinds: StepKinds
  problems: PlanProblem[]
}) {
  const { workflow, document, kinds, problems } = props
  const { designer, asked, closeAsked, add } = useDesignerState({ workflow, kinds, problems, edit: document.edit })
  const isWide = Grid.useBreakpoint().lg !== false
  const [chosenView, setView] = useState<View | null>(null)
  const [isTrying, setTrying] = useState(false)
  const view = chosenView ?? (isWide ? 'canvas' : 'outline')
  const go = useGoTo(designer.select)
  return (
    <ProblemsContext.Provider value={problems}>
      <DesignerContext.Provider value={designer}>
        <div className="st-page st-wf-page">
          <WorkflowHeader view={view} onView={setView} onTry={() => setTrying(true)} document={document} />
          <div className={isWide ? 'st-wf-body' : 'st-wf-body st-wf-body-narrow'}>
            {isWide ? <Palette /> : null}
            <div className="st-wf-middle">
              {view === 'canvas' ? (
                <ReactFlowProvider>
                  <WorkflowCanvas />
                </ReactFlowProvider>
              ) : (
                <WorkflowOutline />
              )}
              <WorkflowProblems problems={problems} onGo={go} />
            </div>
            {isWide ? (
              <aside className="st-wf-side">
                <Properties />
              </aside>
            ) : (
              <Drawer
                open={designer.selected !== null}
                size="100%"
                onClose={() => designer.select(null)}
                className="st-drawer"
              >
                {designer.selected === null ? null : <Properties />}
              </Drawer>
            )}
          </div>
          {asked ? <StepChooser onChoose={(step) => add(step, asked)} onClose={closeAsked} /> : null}
          {isTrying ? <TrialDrawer workflow={workflow} onClose={() => setTrying(false)} /> : null}
        </div>
      </DesignerContext.Provider>
    </ProblemsContext.Provider>
  )
}

/** Goes to what a pointer says: selects its step, then its input once that is drawn. */
function useGoTo(select: (key: string | null) => void): (pointer: string) => void {
  const [wanted, setWanted] = useState<string | null>(
    new URLSearchParams(useLocation({ select: (location) => location.searchStr })).get('at'),
  )
  useEffect(() => {
    if (wanted === null) return
    select(placeOf(wanted))
    const frame = setTimeout(() => {
      goToPointer(wanted)
      setWanted(null)
    }, 150)
    return () => clearTimeout(frame)
  }, [wanted, select])
  return setWanted
}

function Properties() {
  const { workflow, selected } = useDesigner()
  const node = selected === null ? undefined : workflow.nodes[selected]
  if (selected === TRIGGER) return <TriggerForm />
  return node && selected !== null ? <NodeForm key={selected} name={selected} node={node} /> : <SettingsForm />
}

/** Kinds of steps: dragged onto a way, or by click after the step that is selected. */
function Palette() {
  const { t } = useTexts('studio')
  const { workflow, kinds, selected, editing } = useDesigner()
  const choose = (step: string): void => {
    const own = selected === null || selected === TRIGGER ? [] : waysFrom(workflow, kinds, selected)
    const all = waysOf(workflow, kinds)
    const way =
      selected === TRIGGER
        ? all[0]
        : (own.find(({ kind }) => kind === 'next') ?? own[0] ?? all.findLast(({ to }) => to === null) ?? all[0])
    if (way) editing?.add(step, way)
  }
  return (
    <aside className="st-wf-palette" aria-label={t('wf.palette')}>
      <StepList isDraggable onChoose={choose} />
      <p className="st-help">{t('wf.keys')}</p>
    </aside>
  )
}

function WorkflowHeader(props: {
  view: View
  onView: (view: View) => void
  onTry: () => void
  document: EditableDocument<WorkflowDefinition>
}) {
  const { t, locale } = useTexts('studio')
  const { workflow, select, editing } = useDesigner()
  const { name } = workflow
  const label = workflow.label?.[locale] || name
  return (
    <>
      <AppLink to={studioPaths.workflows} className="st-back">
        ‹ {t('wf.title')}
      </AppLink>
      <PageHeader
        title={label}
        note={<code className="st-code">{name}</code>}
        actions={
          <>
            <Switch
              checked={isActive(workflow)}
              checkedChildren={t('wf.on')}
              unCheckedChildren={t('wf.off')}
              aria-label={t('wf.switch', { label })}
              onChange={(active) => editing?.edit({ ...workflow, active })}
            />
            <Segmented<View>
              aria-label={t('wf.view')}
              value={props.view}
              onChange={props.onView}
              options={[
                { value: 'canvas', label: t('wf.canvas'), icon: <ApartmentOutlined /> },
                { value: 'outline', label: t('wf.outline'), icon: <UnorderedListOutlined /> },
              ]}
            />
            <Button icon={<ExperimentOutlined />} onClick={props.onTry}>
              {t('wf.try')}
            </Button>
            <Button icon={<SettingOutlined />} onClick={() => select(SETTINGS)}>
              {t('wf.settings')}
            </Button>
            <MoreMenu base={props.document.base} />
          </>
        }
      />
    </>
  )
}
