import { DeleteOutlined } from '@ant-design/icons'
import { AppLink, EmptyState, FieldIcon, PageHeader, useNavigateTo, useTexts } from '@fieldwork/ui'
import { useLocation } from '@tanstack/react-router'
import { App, Button, Segmented, Skeleton } from 'antd'
import { useEffect, useState } from 'react'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import type { StudioObject } from '../catalog/studio-objects.ts'
import { goToPointer, ProblemsContext } from '../conversions/pointed.tsx'
import { Canvas } from '../designer/canvas.tsx'
import { GridContext } from '../designer/designer-context.ts'
import { usePrintTemplateDocument } from '../draft/use-document.ts'
import type { EditableDocument } from '../draft/use-document.ts'
import { pointerTokens } from '../model/json.ts'
import { studioPaths } from '../paths.ts'
import { PlaceProblems } from '../publish/place-problems.tsx'
import { placeWords } from '../publish/place-words.ts'
import { useDraftProblems } from '../publish/use-draft-problems.ts'
import { PageSettings } from './page-settings.tsx'
import { PrintPalette } from './print-palette.tsx'
import { PrintPreview } from './print-preview.tsx'
import { PrintProperties } from './print-properties.tsx'
import type { PrintTemplateDefinition } from './print-template.ts'
import { PrintContext } from './print-context.ts'
import type { PrintDesigner } from './print-context.ts'
import { usePrintState } from './use-print-designer.ts'
import { useDraftedPrints } from './use-prints.ts'

/** One print template: the paper it is drawn on, what is said of it, and what comes of it for a real record. */
export function PrintPage({ name }: { name: string }) {
  const { t } = useTexts('studio')
  const document = usePrintTemplateDocument(name)
  const { status, definition } = document
  const object = useStudioObjects().find((each) => each.name === definition?.object)
  if (status === 'loading') return <Skeleton className="st-page" active paragraph={{ rows: 10 }} />
  if (!definition || !object) {
    return (
      <EmptyState
        icon="printer"
        title={t('pt.missing', { name })}
        action={<AppLink to={studioPaths.prints}>{t('pt.title')}</AppLink>}
      />
    )
  }
  return <Frame document={document} template={definition} object={object} />
}

type Side = 'blocks' | 'page'

function Frame(props: {
  document: EditableDocument<PrintTemplateDefinition>
  template: PrintTemplateDefinition
  object: StudioObject
}) {
  const { t } = useTexts('studio')
  const { template } = props
  const designer = usePrintState(props.document, template, props.object)
  const problems = useDraftProblems('print-template', template.name)
  const [side, setSide] = useState<Side>('blocks')
  const [wanted, setWanted] = useState<string | null>(
    new URLSearchParams(useLocation({ select: (location) => location.searchStr })).get('at'),
  )
  const { select } = designer
  useEffect(() => {
    if (wanted === null) return
    const [first, key] = pointerTokens(wanted)
    setSide(first === 'blocks' ? 'blocks' : 'page')
    select(first === 'blocks' ? (key ?? null) : null)
    // what it points to is there once the side has changed
    const timer = setTimeout(() => goToPointer(wanted))
    setWanted(null)
    return () => clearTimeout(timer)
  }, [wanted, select])
  return (
    <ProblemsContext.Provider value={problems}>
      <PrintContext.Provider value={designer}>
        <GridContext.Provider value={designer}>
          <div className="st-page st-designer st-pt">
            <Header designer={designer} />
            <PlaceProblems
              problems={problems}
              fine={t('pt.fine')}
              placeOf={(pointer) => placeOf(pointer, designer) || placeWords(pointer, t) || t('pt.settings')}
              onGo={setWanted}
            />
            <div className="st-pt-body">
              <aside className="st-pt-side">
                <SideContent designer={designer} side={side} onSide={setSide} />
              </aside>
              <Canvas />
              <PrintPreview />
            </div>
          </div>
        </GridContext.Provider>
      </PrintContext.Provider>
    </ProblemsContext.Provider>
  )
}

function placeOf(pointer: string, { blocks, labelOf }: PrintDesigner): string {
  const [first, key = ''] = pointerTokens(pointer)
  return first === 'blocks' && blocks[key] ? labelOf(key) : ''
}

/** The selected block; else what can be added, or what is said of the page. */
function SideContent(props: { designer: PrintDesigner; side: Side; onSide: (side: Side) => void }) {
  const { t } = useTexts('studio')
  const { blocks, selected } = props.designer
  const block = selected === null ? undefined : blocks[selected]
  if (selected !== null && block) return <PrintProperties key={selected} blockKey={selected} block={block} />
  return (
    <>
      <Segmented<Side>
        block
        aria-label={t('pt.side')}
        value={props.side}
        onChange={props.onSide}
        options={[
          { value: 'blocks', label: t('pt.toAdd') },
          { value: 'page', label: t('pt.settings') },
        ]}
      />
      {props.side === 'blocks' ? <PrintPalette /> : <PageSettings />}
    </>
  )
}

function Header({ designer }: { designer: PrintDesigner }) {
  const { t, locale } = useTexts('studio')
  const { modal } = App.useApp()
  const navigate = useNavigateTo()
  const { prints, put } = useDraftedPrints()
  const { template, object } = designer
  const known = prints.find(({ definition }) => definition.name === template.name)
  const label = template.label?.[locale] || template.name
  const remove = (): void => {
    void modal.confirm({
      title: t('pt.removeTitle', { label }),
      content: t('pt.removeText'),
      okText: t('pt.remove'),
      okButtonProps: { danger: true },
      cancelText: t('common.cancel'),
      onOk: () => {
        navigate(studioPaths.prints)
        if (known) put(known, template.name, null)
      },
    })
  }
  return (
    <>
      <AppLink to={studioPaths.prints} className="st-back">
        ‹ {t('pt.title')}
      </AppLink>
      <PageHeader
        icon={<FieldIcon name={object.icon} />}
        title={label}
        note={<code className="st-code">{template.name}</code>}
        line={object.label[locale]}
        actions={
          <Button icon={<DeleteOutlined />} onClick={remove}>
            {t('pt.remove')}
          </Button>
        }
      />
    </>
  )
}
