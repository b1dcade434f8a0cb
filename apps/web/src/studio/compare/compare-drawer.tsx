import '../studio-compare.css'

import { ProblemNote, useTexts } from '@fieldwork/ui'
import { Drawer, Select, Skeleton } from 'antd'
import { useState } from 'react'

import { sameJson } from '../model/json.ts'
import { useLayerName } from '../revisions/use-revision-title.ts'
import { changedParts } from './changed-parts.ts'
import { PartChanges } from './part-changes.tsx'
import { UnderWay } from './under-way.tsx'
import { useComparison, useVersions } from './use-versions.ts'
import type { DocumentRevision, Versioned } from './use-versions.ts'

/** The version that is not published yet. */
const DRAFT = 0

/** What may be about the records of an object. */
type Comparable = object & { object?: string | undefined }

interface CompareProps<T> extends Versioned {
  /** as it is drawn now */
  draft: T
  /** as it is published; null: not yet */
  base: T | null
  /** the member that holds the steps by name */
  steps: string
  /** what people call a step of one of the versions */
  wordsOf: (key: string, versions: (T | null)[]) => string
  onClose: () => void
}

/** What differs between two versions of a workflow or chain, and what publishing it means for what is under way. */
export function CompareDrawer<T extends Comparable>(props: CompareProps<T>) {
  const { t } = useTexts('studio')
  const { kind, name, base, onClose } = props
  const versions = useVersions({ kind, name }, base !== null)
  return (
    <Drawer open size={720} className="st-drawer" title={t('wf.compare')} onClose={onClose}>
      {base === null ? <p className="st-muted">{t('compare.unpublished')}</p> : null}
      {versions.error ? <ProblemNote error={versions.error} /> : null}
      {base !== null && !versions.data && !versions.error ? <Skeleton active /> : null}
      {versions.data ? <Versions {...props} base={base} revisions={versions.data} /> : null}
    </Drawer>
  )
}

function Versions<T extends Comparable>(props: CompareProps<T> & { revisions: DocumentRevision[] }) {
  const { t } = useTexts('studio')
  const layerName = useLayerName()
  const titleOf = ({ actor, message, layer }: DocumentRevision): string =>
    actor === null ? t('revisions.installed', { packages: layerName(layer) }) : (message ?? t('revisions.noMessage'))
  const { kind, name, draft, base, revisions, steps, wordsOf } = props
  const isChanged = base !== null && !sameJson(base, draft)
  const [latest, earlier] = revisions.map(({ revision }) => revision)
  const [to, setTo] = useState(isChanged ? DRAFT : (latest ?? DRAFT))
  const [from, setFrom] = useState((isChanged ? latest : earlier) ?? latest ?? DRAFT)
  const isWhole = from !== DRAFT && to !== DRAFT
  const one = isWhole ? { from, to } : { from: from || to, to: from || to }
  const comparison = useComparison<T>({ kind, name }, from === DRAFT && to === DRAFT ? null : one)
  const at = (revision: number): T | null => {
    if (revision === DRAFT) return draft
    return (revision === one.from ? comparison.data?.from.definition : comparison.data?.to.definition) ?? null
  }
  const options = [
    ...(isChanged ? [{ value: DRAFT, label: t('compare.draft') }] : []),
    ...revisions.map((each) => ({ value: each.revision, label: `${each.revision} · ${titleOf(each)}` })),
  ]
  const choice = (side: 'from' | 'to', value: number, choose: (value: number) => void) => (
    <label className="st-compare-choice">
      {t(`wf.compared.${side}`)}
      <Select className="st-wide" aria-label={t(`wf.compared.${side}`)} {...{ value, options }} onChange={choose} />
    </label>
  )
  const isReady = comparison.data !== undefined || (from === DRAFT && to === DRAFT)
  return (
    <>
      <div className="st-pair">
        {choice('from', from, setFrom)}
        {choice('to', to, setTo)}
      </div>
      {isChanged ? <UnderWay kind={kind} name={name} /> : null}
      {comparison.error ? <ProblemNote error={comparison.error} /> : null}
      {isReady ? (
        <PartChanges
          parts={changedParts(at(from), at(to), steps)}
          wordsOf={(key) => wordsOf(key, [at(to), at(from)])}
          object={draft.object}
        />
      ) : (
        <Skeleton active />
      )}
    </>
  )
}
