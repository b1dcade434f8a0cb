import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button, Select, Switch } from 'antd'

import type { StudioObject } from '../catalog/studio-objects.ts'
import { useStudioObjects } from '../catalog/studio-objects.ts'
import { keyKind, valuePaths, comparable } from './value-paths.ts'

/** One comparison while it is edited. */
export interface MatchRow {
  key: string | undefined
  path: string | undefined
  below: boolean
}

interface RowsProps {
  rows: MatchRow[]
  object: string
  mapping: string
  onChange: (rows: MatchRow[]) => void
}

/** What of the mapping is compared with what of the record. */
export function MatchRows({ rows, object, mapping, onChange }: RowsProps) {
  const { t } = useTexts('studio')
  const change = (at: number, part: Partial<MatchRow>): void =>
    onChange(rows.map((row, index) => (index === at ? { ...row, ...part } : row)))
  return (
    <div className="st-match-rows">
      {rows.map((row, at) => (
        <MatchLine
          // rows have no name of their own while their field is chosen
          key={at}
          row={row}
          at={at}
          object={object}
          mapping={mapping}
          taken={rows.flatMap(({ key }, index) => (key !== undefined && index !== at ? [key] : []))}
          onChange={(part) => change(at, part)}
          onRemove={rows.length > 1 ? () => onChange(rows.filter((_, index) => index !== at)) : null}
        />
      ))}
      {rows.length < 5 ? (
        <Button
          type="dashed"
          size="small"
          icon={<PlusOutlined />}
          onClick={() => onChange([...rows, { key: undefined, path: undefined, below: false }])}
        >
          {t('memberRules.addMatch')}
        </Button>
      ) : null}
    </div>
  )
}

interface LineProps {
  row: MatchRow
  at: number
  object: string
  mapping: string
  taken: string[]
  onChange: (part: Partial<MatchRow>) => void
  onRemove: (() => void) | null
}

function MatchLine({ row, at, object, mapping, taken, onChange, onRemove }: LineProps) {
  const { t, locale } = useTexts('studio')
  const objects = useStudioObjects()
  const of = objects.find(({ name }) => name === mapping)
  const kind = of && row.key !== undefined ? keyKind(of, row.key) : null
  const paths = kind === null ? [] : valuePaths(objects, { from: object, kind })
  const tree = kind?.startsWith('record ') ? objects.find(({ name }) => `record ${name}` === kind)?.hierarchy : null
  const found = paths.map(({ path, labels }) => option(path, labels.map((label) => label[locale]).join(' › ')))
  const isKnown = row.path === undefined || paths.some(({ path }) => path === row.path)
  const options = isKnown ? found : [option(row.path ?? '', row.path ?? ''), ...found]
  const number = at + 1
  return (
    <div className="st-match-row" role="group" aria-label={t('memberRules.matchNumber', { number })}>
      <Select
        aria-label={t('memberRules.value')}
        className="st-wide"
        showSearch={filtering}
        value={row.path ?? null}
        placeholder={t('memberRules.value')}
        disabled={kind === null}
        options={options}
        onChange={(path: string) => onChange({ path })}
      />
      <span className="st-match-is">{t('memberRules.is')}</span>
      <Select
        aria-label={t('memberRules.key')}
        className="st-wide"
        showSearch={filtering}
        value={row.key ?? null}
        placeholder={t('memberRules.key')}
        options={of ? keyOptions(of, taken, locale, t('memberRules.itself')) : []}
        onChange={(key: string) => onChange({ key, path: undefined, below: false })}
      />
      <label className="st-match-below">
        <Switch
          size="small"
          checked={row.below}
          disabled={!tree}
          aria-label={t('memberRules.below')}
          onChange={(below) => onChange({ below })}
        />
        {t('memberRules.below')}
      </label>
      {onRemove ? (
        <Button
          type="text"
          size="small"
          icon={<DeleteOutlined />}
          aria-label={t('memberRules.removeMatch', { number })}
          onClick={onRemove}
        />
      ) : null}
    </div>
  )
}

const filtering = {
  filterOption: (input: string, choice?: { text: string }) => choice?.text.includes(input.toLowerCase()) ?? false,
}

const option = (value: string, label: string) => ({
  value,
  title: value,
  text: `${value} ${label}`.toLowerCase(),
  label: (
    <span className="st-option">
      <span>{label}</span>
      <code>{value}</code>
    </span>
  ),
})

function keyOptions(mapping: StudioObject, taken: string[], locale: 'en' | 'zh-CN', itself: string) {
  const fields = mapping.fields.filter((field) => !field.system && comparable(field) !== null)
  const all = fields.map(({ name, label }) => option(name, label[locale]))
  return [...all, option('id', itself)].filter(({ value }) => !taken.includes(value))
}
