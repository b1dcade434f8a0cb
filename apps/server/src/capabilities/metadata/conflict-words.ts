import type { LocalizedText } from '@fieldwork/fields'
import type { ConflictReason } from '@fieldwork/metadata'
import { say } from '../../errors.ts'

const words: Record<ConflictReason, LocalizedText> = {
  both_changed: say(
    'The workspace and the package changed this; the workspace’s value is in effect',
    '工作区与软件包都修改了此处，当前使用工作区的值',
  ),
  both_added: say(
    'The package brings something under a name that the workspace uses; the workspace’s is in effect',
    '软件包新增了与工作区同名的内容，当前使用工作区的内容',
  ),
  removed: say(
    'The package removed what the workspace changes; the change is set aside',
    '软件包移除了工作区所修改的内容，该修改已搁置',
  ),
  renamed: say(
    'The package renamed what the workspace changes; the change is set aside',
    '软件包重命名了工作区所修改的内容，该修改已搁置',
  ),
  replaced: say(
    'The package replaced what the workspace changes in part; the change is set aside',
    '软件包整体替换了工作区部分修改的内容，该修改已搁置',
  ),
  does_not_compile: say(
    'The workspace’s change does not fit the new release; it is set aside',
    '工作区的修改与新版本不符，已搁置',
  ),
  shows_removed: say(
    'The workspace shows something here that the package removed; it is set aside',
    '工作区在此显示的内容已被软件包移除，该显示已搁置',
  ),
}

/** Why there is a conflict, for people. */
export const conflictWords = ({ reason }: { reason: ConflictReason }): LocalizedText => words[reason]
