import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button } from 'antd'

import { useFieldTypes } from '../../catalog/field-types.ts'
import type { StudioObject } from '../../catalog/studio-objects.ts'
import { readSort, writeSort } from '../../model/views.ts'
import type { SortTerm } from '../../model/views.ts'
import { PathSelect, usePaths } from './path-select.tsx'

const MOST_TERMS = 5

/** By what the records of a view are ordered, the most important first. */
export function ViewOrder(props: {
  object: StudioObject
  sort: string | undefined
  onChange: (sort: string | undefined) => void
}) {
  const { t, locale } = useTexts('studio')
  const types = useFieldTypes()
  const paths = usePaths(props.object)
  const terms = readSort(props.sort)
  const put = (next: SortTerm[]): void => props.onChange(writeSort(next))
  const free = [...paths.values()].filter(
    ({ path, field }) => types.get(field.type)?.sortable !== false && !terms.some((term) => term.path === path),
  )
  const labelOf = (path: string): string =>
    paths
      .get(path)
      ?.labels.map((each) => each[locale])
      .join(' › ') ?? path
  return (
    <div className="st-field">
      <span className="st-label">{t('views.sort')}</span>
      <ul className="st-columns" aria-label={t('views.sort')}>
        {terms.map((term, at) => (
          <li key={term.path} className="st-column">
            <span className="st-column-label st-ellipsis">{labelOf(term.path)}</span>
            <Button
              icon={term.isDescending ? <ArrowDownOutlined /> : <ArrowUpOutlined />}
              onClick={() => put(terms.with(at, { ...term, isDescending: !term.isDescending }))}
            >
              {t(term.isDescending ? 'views.descending' : 'views.ascending')}
            </Button>
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={t('views.removeSort', { label: labelOf(term.path) })}
              onClick={() => put(terms.filter((each) => each !== term))}
            />
          </li>
        ))}
      </ul>
      {terms.length < MOST_TERMS ? (
        <PathSelect
          label={t('views.addSort')}
          paths={free}
          value={null}
          placeholder={t('views.addSort')}
          onChange={(path) => put([...terms, { path, isDescending: false }])}
        />
      ) : null}
    </div>
  )
}
