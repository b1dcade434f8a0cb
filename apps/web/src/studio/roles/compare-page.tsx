import { AppLink, EmptyState, PageHeader, useNavigateTo, useTexts } from '@fieldwork/ui'
import { Select, Skeleton } from 'antd'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import { compareRoles, compareWholes } from '../model/role-comparison.ts'
import type { ComparedPart, GrantDifference } from '../model/role-comparison.ts'
import { OTHER_OBJECTS } from '../model/roles.ts'
import type { RoleDefinition } from '../model/roles.ts'
import { studioPaths } from '../paths.ts'
import { usePartWords } from './part-words.ts'
import type { PartWord } from './part-words.ts'
import { ScopeBadge } from './scope-badge.tsx'
import { useDraftedRoles } from './use-roles.ts'

/** Two roles side by side: only where they differ. */
export function CompareRolesPage({ a, b }: { a: string; b: string }) {
  const { t } = useTexts('studio')
  const navigate = useNavigateTo()
  const { roles, isPending } = useDraftedRoles()
  const [left, right] = [a, b].map((name) => roles.find(({ definition }) => definition.name === name)?.definition)
  if (isPending) return <Skeleton className="st-page" active />
  return (
    <div className="st-page">
      <AppLink to={studioPaths.roles} className="st-back">
        ‹ {t('roles.title')}
      </AppLink>
      <PageHeader title={t('role.compareTitle')} line={t('role.compareLine')} />
      <div className="st-toolbar">
        <RoleSelect
          label={t('role.first')}
          value={a}
          onChange={(name) => navigate(studioPaths.compareRoles(name, b))}
        />
        <span className="st-faint">↔</span>
        <RoleSelect
          label={t('role.second')}
          value={b}
          onChange={(name) => navigate(studioPaths.compareRoles(a, name))}
        />
      </div>
      {left && right ? (
        <Differences a={left} b={right} />
      ) : (
        <EmptyState compact title={t('role.missing', { name: left ? b : a })} />
      )}
    </div>
  )
}

function RoleSelect(props: { label: string; value: string; onChange: (name: string) => void }) {
  const { locale } = useTexts('studio')
  const { roles } = useDraftedRoles()
  return (
    <Select
      className="st-search"
      aria-label={props.label}
      value={props.value}
      options={roles.map(({ definition }) => ({ value: definition.name, label: definition.label[locale] }))}
      onChange={props.onChange}
    />
  )
}

function Differences({ a, b }: { a: RoleDefinition; b: RoleDefinition }) {
  const { t, locale } = useTexts('studio')
  const differences = compareRoles(a, b)
  const wholes = compareWholes(a, b)
  const labels = [a.label[locale], b.label[locale]] as const
  if ((a.administrator === true) !== (b.administrator === true)) {
    const admin = a.administrator ? a : b
    return <p className="st-muted">{t('role.oneIsAdministrator', { role: admin.label[locale] })}</p>
  }
  if (differences.length + wholes.length === 0) return <EmptyState compact icon="check-circle" title={t('role.same')} />
  return (
    <table className="st-table st-compare st-stack" aria-label={t('role.compareTitle')}>
      <thead>
        <tr>
          <th>{t('roles.object')}</th>
          <th>{t('role.what')}</th>
          <th>{a.label[locale]}</th>
          <th>{b.label[locale]}</th>
        </tr>
      </thead>
      <tbody>
        <PartRows label={t('role.whole')} parts={wholes} labels={labels} />
        {differences.map((difference) => (
          <DifferenceRows key={difference.object} difference={difference} labels={labels} />
        ))}
      </tbody>
    </table>
  )
}

/** What the two roles are called. */
type Labels = readonly [string, string]

function DifferenceRows(props: { difference: GrantDifference; labels: Labels }) {
  const { object, operations, parts } = props.difference
  const { t, locale } = useTexts('studio')
  const known = useStudioObjects().find(({ name }) => name === object)
  const label = object === OTHER_OBJECTS ? t('roles.others') : (known?.label[locale] ?? object)
  return (
    <>
      {operations.map(({ operation, a, b }, index) => (
        <tr key={operation}>
          <th scope="row">{index === 0 ? label : null}</th>
          <td>{t(`role.operations.${operation}`)}</td>
          {[a, b].map((scope, side) => (
            <td key={side} data-label={props.labels[side]}>
              <ScopeBadge cell={{ scope, from: 'own' }} />{' '}
              <span className="st-muted">{t(`role.scopes.${scope ?? 'nothing'}`)}</span>
            </td>
          ))}
        </tr>
      ))}
      <PartRows object={object} label={operations.length > 0 ? null : label} parts={parts} labels={props.labels} />
    </>
  )
}

interface DifferentPart {
  part: ComparedPart
  a: unknown
  b: unknown
}

/** Parts that differ, in words; `label` stands at the first. */
function PartRows(props: { object?: string; label: string | null; parts: DifferentPart[]; labels: Labels }) {
  const { t } = useTexts('studio')
  const wordsOf = usePartWords(props.object)
  return props.parts.map(({ part, a, b }, index) => (
    <tr key={part}>
      <th scope="row">{index === 0 ? props.label : null}</th>
      <td>{t(`role.parts.${part}`)}</td>
      {[a, b].map((value, side) => (
        <td key={side} data-label={props.labels[side]}>
          <PartWords words={wordsOf(part, value)} />
        </td>
      ))}
    </tr>
  ))
}

function PartWords({ words }: { words: PartWord[] }) {
  if (words.length === 0) return <span className="st-faint">–</span>
  return (
    <ul className="st-part-words">
      {words.map(({ about, text, isCode }) => (
        <li key={about ?? text}>
          {about === null ? null : <span className="st-muted">{about} </span>}
          {isCode ? <code className="st-code">{text}</code> : text}
        </li>
      ))}
    </ul>
  )
}
