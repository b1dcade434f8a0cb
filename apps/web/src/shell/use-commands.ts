import { useMe, useNavigateTo, useRecordDrawer, useTexts, useWriteLock } from '@fieldwork/ui'
import { useMemo } from 'react'

import { pagesOfPlugins } from '../plugins/pages-of-app.ts'
import { objectItems, pathOfItem } from './current-app.ts'
import { mayConfigure } from './may-configure.ts'
import type { PaletteEntry } from './palette-groups.ts'

const SHOWN_PAGES = 6
const SHOWN_CREATIONS = 4

/** Pages and new records whose name fits the text. */
export function useCommands(text: string): { pages: PaletteEntry[]; creations: PaletteEntry[] } {
  const { t } = useTexts('app')
  const me = useMe().data
  const navigate = useNavigateTo()
  const openDrawer = useRecordDrawer()
  const isLocked = useWriteLock().disabled === true
  const all = useMemo(() => {
    const items = me?.apps.flatMap((app) => objectItems(app.items)) ?? []
    const pages = items.map((item) => ({
      key: `go-${item.key}`,
      label: item.label,
      icon: item.icon,
      run: () => navigate(pathOfItem(item)),
    }))
    const pluginPages = pagesOfPlugins(me ?? {}).map(({ to, label, icon }) => ({
      key: `go-${to}`,
      label,
      icon,
      run: () => navigate(to),
    }))
    const bin = { key: 'go-bin', label: t('shell.recycleBin'), icon: 'delete', run: () => navigate('/recycle-bin') }
    const todo = { key: 'go-todo', label: t('todo.title'), icon: 'check-square', run: () => navigate('/todo') }
    const approvals = {
      key: 'go-approvals',
      label: t('approvals.title'),
      icon: 'audit',
      run: () => navigate('/approvals'),
    }
    const studio = { key: 'go-studio', label: t('shell.studio'), icon: 'setting', run: () => navigate('/studio') }
    const creations = items
      .filter((item) => !isLocked && me?.rights[item.object ?? '']?.includes('create'))
      .map((item) => ({
        key: `new-${item.key}`,
        label: t('list.new', { label: item.label }),
        icon: item.icon,
        run: () => void openDrawer({ object: item.object ?? '' }),
      }))
    return {
      pages: [...pages, ...pluginPages, todo, approvals, bin, ...(mayConfigure(me) ? [studio] : [])],
      creations,
    }
  }, [isLocked, me, navigate, openDrawer, t])

  const fits = (entry: PaletteEntry): boolean => entry.label.toLowerCase().includes(text.toLowerCase())
  return {
    pages: all.pages.filter(fits).slice(0, SHOWN_PAGES),
    creations: all.creations.filter(fits).slice(0, SHOWN_CREATIONS),
  }
}
