import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined, SubnodeOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button, Input, Switch } from 'antd'
import { useState } from 'react'
import type { CSSProperties } from 'react'

import { SwitchLine } from '../../parts/switch-line.tsx'
import {
  changedTree,
  flatTree,
  grownTree,
  MOST_LEVELS,
  optionsOfTree,
  prunedTree,
  renamedTree,
  swappedTree,
  treeRows,
} from './tree-rows.ts'
import type { TreeOption, TreeRow } from './tree-rows.ts'
import type { TypeOptionsProps } from './type-options-props.ts'

/** The options of a cascading select as an indented list. Published keys never change. */
export function TreeOptions({ form, editing }: TypeOptionsProps) {
  const { t } = useTexts('studio')
  const published = new Set(
    flatTree(treeRows(treeOf(editing.base?.properties[form.name]?.['x-field']['options']))).map(({ row }) => row.id),
  )
  const [rows, setRows] = useState(() => treeRows(treeOf(form.property['x-field']['options'])))
  const change = (next: TreeRow[]): void => {
    setRows(next)
    form.setOptions({ options: optionsOfTree(next) })
  }
  const add = (below: string | null): void =>
    change(grownTree(rows, below, `new-${Date.now()}-${flatTree(rows).length}`))

  return (
    <>
      <div className="st-choices" role="tree" aria-label={t('options.title.cascading-select')}>
        {flatTree(rows).map(({ row, level }, index) => (
          <TreeRowInputs
            key={row.id}
            row={row}
            level={level}
            number={index + 1}
            isPublished={published.has(row.id)}
            onChange={(next) => change(changedTree(rows, row.id, () => next))}
            onRename={(label) => change(renamedTree(rows, row.id, label))}
            onMove={(step) => change(swappedTree(rows, row.id, step))}
            onAddBelow={() => add(row.id)}
            onRemove={() => change(prunedTree(rows, row.id))}
          />
        ))}
        <Button type="dashed" icon={<PlusOutlined />} onClick={() => add(null)} className="st-wide">
          {t('select.add')}
        </Button>
      </div>
      <SwitchLine
        label={t('options.anyLevel')}
        help={t('options.anyLevelHelp')}
        value={form.property['x-field']['anyLevel'] === true}
        onChange={(isOn) => form.setOptions({ anyLevel: isOn || undefined })}
      />
    </>
  )
}

function treeOf(options: unknown): Record<string, TreeOption> {
  return (options ?? {}) as Record<string, TreeOption>
}

function TreeRowInputs(props: {
  row: TreeRow
  level: number
  number: number
  isPublished: boolean
  onChange: (row: TreeRow) => void
  onRename: (label: TreeOption['label']) => void
  onMove: (step: -1 | 1) => void
  onAddBelow: () => void
  onRemove: () => void
}) {
  const { t } = useTexts('studio')
  const { row, level, number, isPublished } = props
  const { label } = row.option
  const setActive = (isActive: boolean): void =>
    props.onChange({ ...row, option: { ...row.option, active: isActive ? undefined : false } as TreeRow['option'] })
  const button = (name: string, icon: React.ReactNode, onClick: () => void, isDisabled = false) => (
    <Button
      type="text"
      size="small"
      icon={icon}
      aria-label={t(name, { number })}
      title={t(name, { number })}
      disabled={isDisabled}
      onClick={onClick}
    />
  )
  return (
    <div className="st-tree-row" role="treeitem" aria-level={level} style={{ '--level': level - 1 } as CSSProperties}>
      <Input
        aria-label={t('select.zhOf', { number })}
        placeholder={t('select.zh')}
        autoFocus={row.id.startsWith('new-') && label['zh-CN'] === ''}
        value={label['zh-CN']}
        onChange={(event) => props.onRename({ ...label, 'zh-CN': event.target.value })}
      />
      <Input
        aria-label={t('select.enOf', { number })}
        placeholder={t('select.en')}
        value={label.en}
        onChange={(event) => props.onRename({ ...label, en: event.target.value })}
      />
      <Input
        className="st-code"
        aria-label={t('select.keyOf', { number })}
        placeholder={t('select.key')}
        value={row.key}
        disabled={isPublished}
        onChange={(event) => props.onChange({ ...row, key: event.target.value.trim(), isKeyOwn: true })}
      />
      <Switch
        size="small"
        aria-label={t('select.activeOf', { number })}
        checked={row.option.active !== false}
        onChange={setActive}
      />
      <span className="st-tree-buttons">
        {button('tree.up', <ArrowUpOutlined />, () => props.onMove(-1))}
        {button('tree.down', <ArrowDownOutlined />, () => props.onMove(1))}
        {button('tree.below', <SubnodeOutlined />, props.onAddBelow, level >= MOST_LEVELS)}
        {button('select.remove', <DeleteOutlined />, props.onRemove, isPublished)}
      </span>
    </div>
  )
}
