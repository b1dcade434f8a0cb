import { ArrowRightOutlined, DeleteOutlined } from '@ant-design/icons'
import { AppLink, EmptyState, FieldIcon, PageHeader, useNavigateTo, useTexts } from '@fieldwork/ui'
import { useLocation } from '@tanstack/react-router'
import { Button, Skeleton } from 'antd'
import { useEffect } from 'react'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import { useConversionDocument } from '../draft/use-document.ts'
import { targetsOf } from '../model/conversions.ts'
import type { ConversionDefinition } from '../model/conversions.ts'
import { studioPaths } from '../paths.ts'
import { PlaceProblems } from '../publish/place-problems.tsx'
import { placeWords } from '../publish/place-words.ts'
import { useDraftProblems } from '../publish/use-draft-problems.ts'
import { ConversionBasics } from './conversion-basics.tsx'
import type { ConversionEditing } from './conversion-editing.ts'
import { goToPointer, ProblemsContext } from './pointed.tsx'
import { ConversionTargets } from './conversion-targets.tsx'
import { useDraftedConversions, useTargetName } from './use-conversions.ts'
import { useRemoveConversion } from './use-remove-conversion.ts'
import { WriteBack } from './write-back.tsx'

/** One conversion: what it makes of a record, and what the record learns of it. */
export function ConversionPage({ name }: { name: string }) {
  const { t } = useTexts('studio')
  const document = useConversionDocument(name)
  const problems = useDraftProblems('conversion', name)
  const isReady = document.status === 'ready'
  const focus = new URLSearchParams(useLocation({ select: (location) => location.searchStr })).get('at')
  useEffect(() => {
    if (isReady && focus !== null) goToPointer(focus)
  }, [isReady, focus])

  if (document.status === 'loading') return <Skeleton className="st-page" active paragraph={{ rows: 8 }} />
  if (!document.definition) {
    return (
      <EmptyState
        icon="swap"
        title={t('conversions.missing', { name })}
        action={<AppLink to={studioPaths.conversions}>{t('conversions.toList')}</AppLink>}
      />
    )
  }
  const editing: ConversionEditing = { conversion: document.definition, edit: document.edit }
  return (
    <ProblemsContext.Provider value={problems}>
      <div className="st-page st-conversion">
        <ConversionHeader conversion={document.definition} />
        <Flow conversion={document.definition} />
        <PlaceProblems
          problems={problems}
          fine={t('conversions.fine')}
          placeOf={(pointer) => placeWords(pointer, t) || t('conversions.whole')}
          onGo={goToPointer}
        />
        <ConversionBasics {...editing} />
        <ConversionTargets {...editing} />
        <WriteBack {...editing} />
      </div>
    </ProblemsContext.Provider>
  )
}

function ConversionHeader({ conversion }: { conversion: ConversionDefinition }) {
  const { t, locale } = useTexts('studio')
  const navigate = useNavigateTo()
  const remove = useRemoveConversion()
  const known = useDraftedConversions().conversions.find(({ definition }) => definition.name === conversion.name)
  const removeThis = (): void => {
    if (known) remove(known, () => navigate(studioPaths.conversions))
  }
  return (
    <>
      <AppLink to={studioPaths.conversions} className="st-back">
        ‹ {t('conversions.title')}
      </AppLink>
      <PageHeader
        title={conversion.label?.[locale] || conversion.name}
        note={<code className="st-code">{conversion.name}</code>}
        actions={
          <Button icon={<DeleteOutlined />} onClick={removeThis}>
            {t('conversions.removeConfirm')}
          </Button>
        }
      />
    </>
  )
}

/** The source, and what becomes of it, at a glance. */
function Flow({ conversion }: { conversion: ConversionDefinition }) {
  const { t, locale } = useTexts('studio')
  const objects = useStudioObjects()
  const nameOf = useTargetName()
  const source = objects.find(({ name }) => name === conversion.source)
  return (
    <div className="st-flow" role="img" aria-label={t('conversions.flow')}>
      <span className="st-flow-node">
        <FieldIcon name={source?.icon} /> {source?.label[locale] ?? conversion.source}
      </span>
      <ArrowRightOutlined className="st-faint" />
      {targetsOf(conversion).map(([key, target]) => (
        <span key={key} className={target.optional ? 'st-flow-node st-flow-maybe' : 'st-flow-node'}>
          <FieldIcon name={objects.find(({ name }) => name === target.object)?.icon} /> {nameOf(target)}
        </span>
      ))}
    </div>
  )
}
