import { EmptyState, ProblemNote, useTexts } from '@fieldwork/ui'
import { Skeleton } from 'antd'

import { useLoginReport } from './queries.ts'
import type { LoginReportLine } from './queries.ts'
import { useMoment } from './use-moment.ts'

/** Log-ins by user, the most refused first; names that nobody has are one line. */
export function LoginReport(props: { from: string; to: string; onOpen: (user: string) => void }) {
  const { t } = useTexts('studio')
  const report = useLoginReport(props)
  if (report.error) return <ProblemNote error={report.error} onRetry={() => void report.refetch()} />
  if (report.isPending) return <Skeleton active paragraph={{ rows: 6 }} title={false} />
  if (report.data.length === 0) return <EmptyState icon="login" title={t('logins.none')} text={t('logins.noneText')} />
  const sum = (name: 'logins' | 'refused'): number => report.data.reduce((all, line) => all + line[name], 0)
  return (
    <div className="st-table-frame">
      <table className="st-table st-login-report">
        <thead>
          <tr>
            <th>{t('logins.user')}</th>
            <th className="st-figure">{t('logins.count')}</th>
            <th className="st-figure">{t('logins.refused')}</th>
            <th className="st-figure">{t('logins.addresses')}</th>
            <th>{t('logins.last')}</th>
            <th>{t('logins.lastTry')}</th>
          </tr>
        </thead>
        <tbody>
          {report.data.map((line) => (
            <ReportLine key={line.user?.id ?? ''} line={line} onOpen={props.onOpen} />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td>{t('logins.sum', { count: report.data.length })}</td>
            <td className="st-figure">{sum('logins').toLocaleString()}</td>
            <td className="st-figure">{sum('refused').toLocaleString()}</td>
            <td colSpan={3} />
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

function ReportLine({ line, onOpen }: { line: LoginReportLine; onOpen: (user: string) => void }) {
  const { t } = useTexts('studio')
  const moment = useMoment()
  const { user } = line
  return (
    <tr>
      <td>
        {user ? (
          <button type="button" className="st-link" onClick={() => onOpen(user.id)}>
            {user.name} <code className="st-code">{user.username}</code>
          </button>
        ) : (
          <span className="st-muted">{t('logins.unknown')}</span>
        )}
      </td>
      <td className="st-figure">{line.logins.toLocaleString()}</td>
      <td className={line.refused > 0 ? 'st-figure st-refused' : 'st-figure'}>{line.refused.toLocaleString()}</td>
      <td className="st-figure">{line.addresses.toLocaleString()}</td>
      <td>{line.last_login_at ? moment(line.last_login_at) : '–'}</td>
      <td>{moment(line.last_at)}</td>
    </tr>
  )
}
