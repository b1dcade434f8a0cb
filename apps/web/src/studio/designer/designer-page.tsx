import { DesktopOutlined, LayoutOutlined, MobileOutlined, ReloadOutlined } from '@ant-design/icons'
import { AppLink, EmptyState, FieldIcon, PageHeader, useNavigateTo, useTexts } from '@fieldwork/ui'
import { useLocation } from '@tanstack/react-router'
import { App, Button, Segmented, Skeleton, Tooltip } from 'antd'
import { useState } from 'react'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import { useObjectDocument } from '../draft/use-document.ts'
import { useObjectLayouts } from '../layouts/use-layouts.ts'
import type { LayoutDefinition, LayoutPurpose } from '../model/definitions.ts'
import { LAYOUT_PURPOSES, ownLayout } from '../model/layouts.ts'
import { studioPaths } from '../paths.ts'
import { Canvas } from './canvas.tsx'
import { DesignerContext, GridContext } from './designer-context.ts'
import { LayoutChooser } from './layout-chooser.tsx'
import { Palette } from './palette.tsx'
import { LayoutPreview } from './layout-preview.tsx'
import type { PreviewWidth } from './layout-preview.tsx'
import { LayoutProblems } from './layout-problems.tsx'
import { Properties } from './properties.tsx'
import { useDesignerState } from './use-designer-state.ts'
import type { DesignerInput } from './use-designer-state.ts'

/** The layout designer of an object's form or detail page; without a name of the layout for all record types. */
export function DesignerPage(props: { object: string; purpose: LayoutPurpose; name: string | undefined }) {
  const { object: name, purpose } = props
  const { t } = useTexts('studio')
  const document = useObjectDocument(name)
  const object = useStudioObjects().find((each) => each.name === name)
  const focus = new URLSearchParams(useLocation({ select: (location) => location.searchStr })).get('at')
  const { layouts, taken, isPending } = useObjectLayouts(name)
  if (document.status === 'loading' || isPending)
    return <Skeleton className="st-page" active paragraph={{ rows: 10 }} />
  if (!object || !document.definition) {
    return (
      <EmptyState
        icon="file-search"
        title={t('object.missing', { name })}
        action={<AppLink to={studioPaths.objects}>{t('object.toList')}</AppLink>}
      />
    )
  }
  const definitions = layouts.map(({ definition }) => definition)
  const known = props.name === undefined ? undefined : definitions.find((layout) => layout.name === props.name)
  if (props.name !== undefined && known?.purpose !== purpose) {
    return (
      <EmptyState
        icon="layout"
        title={t('layouts.missing', { name: props.name })}
        action={<AppLink to={studioPaths.object(name, 'layouts')}>{t('layouts.toList')}</AppLink>}
      />
    )
  }
  const layout = known ?? ownLayout(definitions, { purpose, recordType: undefined })
  return (
    <DesignerFrame
      object={object}
      definition={document.definition}
      purpose={purpose}
      layout={layout}
      taken={taken}
      focus={focus}
    />
  )
}

type Mode = 'design' | PreviewWidth

function DesignerFrame(input: DesignerInput) {
  const { designer, layout, status, reset } = useDesignerState(input)
  const [mode, setMode] = useState<Mode>('design')
  if (status === 'loading') return <Skeleton className="st-page" active paragraph={{ rows: 10 }} />
  return (
    <GridContext.Provider value={designer}>
      <DesignerContext.Provider value={designer}>
        <div className="st-page st-designer">
          <DesignerHeader input={input} layout={layout} mode={mode} onMode={setMode} onReset={reset} />
          {mode === 'design' ? (
            <div className="st-designer-body">
              <Palette />
              <div className="st-designer-middle">
                <Canvas />
                <LayoutProblems />
              </div>
              <Properties />
            </div>
          ) : (
            <LayoutPreview layout={layout} width={mode} />
          )}
        </div>
      </DesignerContext.Provider>
    </GridContext.Provider>
  )
}

function DesignerHeader(props: {
  input: DesignerInput
  layout: LayoutDefinition
  mode: Mode
  onMode: (mode: Mode) => void
  onReset: () => void
}) {
  const { t, locale } = useTexts('studio')
  const { message } = App.useApp()
  const navigate = useNavigateTo()
  const { object, purpose } = props.input
  return (
    <>
      <AppLink to={studioPaths.object(object.name, 'layouts')} className="st-back">
        ‹ {object.label[locale]}
      </AppLink>
      <PageHeader
        icon={<FieldIcon name={object.icon} />}
        title={`${object.label[locale]} · ${t(`layouts.${purpose}`)}`}
        line={<p className="st-muted st-narrow-only">{t('designer.wide')}</p>}
        actions={
          <>
            <Tooltip title={t('designer.reset')}>
              <Button
                type="text"
                icon={<ReloadOutlined />}
                aria-label={t('designer.reset')}
                onClick={() => {
                  props.onReset()
                  void message.info(t('designer.resetDone'))
                }}
              />
            </Tooltip>
            <LayoutChooser input={props.input} layout={props.layout} />
            <Segmented<LayoutPurpose>
              aria-label={t('designer.purpose')}
              value={purpose}
              options={LAYOUT_PURPOSES.map((value) => ({ value, label: t(`layouts.${value}`) }))}
              onChange={(next) => navigate(studioPaths.layout(object.name, next))}
            />
            <Segmented<Mode>
              aria-label={t('designer.preview')}
              value={props.mode}
              onChange={props.onMode}
              options={[
                { value: 'design', label: t('designer.design'), icon: <LayoutOutlined /> },
                { value: 'desktop', label: t('designer.desktop'), icon: <DesktopOutlined /> },
                { value: 'phone', label: t('designer.phone'), icon: <MobileOutlined /> },
              ]}
            />
          </>
        }
      />
    </>
  )
}
