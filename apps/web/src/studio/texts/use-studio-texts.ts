import { useTranslation } from 'react-i18next'

import accessEn from './access.en.json'
import accessZhCN from './access.zh-CN.json'
import securityEn from './security.en.json'
import securityZhCN from './security.zh-CN.json'
import approvalsEn from './approvals.en.json'
import approvalsZhCN from './approvals.zh-CN.json'
import automationEn from './automation.en.json'
import automationZhCN from './automation.zh-CN.json'
import backupsEn from './backups.en.json'
import backupsZhCN from './backups.zh-CN.json'
import workflowsEn from './workflows.en.json'
import workflowsZhCN from './workflows.zh-CN.json'
import en from './en.json'
import zhCN from './zh-CN.json'

/** Makes the studio's texts known; they are loaded with the studio, not with the app. */
export function useStudioTexts(): void {
  const { i18n } = useTranslation()
  if (i18n.hasResourceBundle('zh-CN', 'studio')) return
  i18n.addResourceBundle('zh-CN', 'studio', {
    ...zhCN,
    ...accessZhCN,
    ...securityZhCN,
    ...backupsZhCN,
    ...workflowsZhCN,
    ...approvalsZhCN,
    ...automationZhCN,
  })
  i18n.addResourceBundle('en', 'studio', {
    ...en,
    ...accessEn,
    ...securityEn,
    ...backupsEn,
    ...workflowsEn,
    ...approvalsEn,
    ...automationEn,
  })
}
