import type { LocalizedText } from '@fieldwork/metadata'

/** Kinds of news that people choose channels for; one without a point stands for all that begin so. */
export const newsKinds: readonly { kind: string; label: LocalizedText }[] = [
  { kind: 'approval.task', label: { en: 'Approvals that I am asked for', 'zh-CN': '待我审批' } },
  { kind: 'approval.reminder', label: { en: 'Reminders of approvals', 'zh-CN': '审批催办' } },
  { kind: 'approval.told', label: { en: 'Approvals sent to me for information', 'zh-CN': '抄送我的审批' } },
  { kind: 'approval', label: { en: 'What has become of my approvals', 'zh-CN': '我提交的审批结果' } },
  { kind: 'deadline', label: { en: 'Deadlines', 'zh-CN': '时限提醒' } },
  { kind: 'reminder', label: { en: 'My own reminders', 'zh-CN': '我的提醒' } },
  { kind: 'workflow', label: { en: 'Messages of workflows', 'zh-CN': '工作流消息' } },
  { kind: '*', label: { en: 'Everything else', 'zh-CN': '其他消息' } },
]
