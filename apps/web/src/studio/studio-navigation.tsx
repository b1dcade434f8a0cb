import {
  ApartmentOutlined,
  ApiOutlined,
  AppstoreAddOutlined,
  AppstoreOutlined,
  AuditOutlined,
  CalendarOutlined,
  CloudServerOutlined,
  ControlOutlined,
  DatabaseOutlined,
  DeploymentUnitOutlined,
  FieldTimeOutlined,
  FileDoneOutlined,
  HourglassOutlined,
  HistoryOutlined,
  ImportOutlined,
  InboxOutlined,
  LockOutlined,
  LoginOutlined,
  NotificationOutlined,
  PartitionOutlined,
  PrinterOutlined,
  SafetyCertificateOutlined,
  SwapOutlined,
  TeamOutlined,
  ThunderboltOutlined,
  UsergroupAddOutlined,
} from '@ant-design/icons'
import { AppLink, useMe, useTexts } from '@fieldwork/ui'
import type { Me } from '@fieldwork/ui'
import { useLayoutEffect, useRef } from 'react'
import type { ReactNode } from 'react'

import { studioPaths } from './paths.ts'
import type { StudioPlace } from './paths.ts'
import { KindLinks } from './plugin-kinds/kind-links.tsx'

/** Whether the caller has one of some rights. */
type Has = (...rights: Me['platformRights'][number][]) => boolean

/** The studio's own menu: what can be defined, who may come in, what was published. */
export function StudioNavigation({ place }: { place: StudioPlace }) {
  const { t } = useTexts('studio')
  const own = useMe().data?.platformRights ?? []
  const has: Has = (...rights) => rights.some((right) => own.includes(right))
  const nav = useRef<HTMLElement>(null)
  useLayoutEffect(() => bringIntoView(nav.current), [place.page])
  return (
    <nav ref={nav} className="st-nav" aria-label={t('nav.label')}>
      {has('configuration') ? <PlatformLinks place={place} /> : null}
      {has('backup', 'backup_download', 'backup_restore') ? (
        <NavLink to={studioPaths.backups} icon={<DatabaseOutlined />} isCurrent={place.page === 'backups'}>
          {t('nav.backups')}
        </NavLink>
      ) : null}
      {has('accounts', 'configuration') ? <h2 className="st-nav-group">{t('nav.people')}</h2> : null}
      {has('accounts') ? (
        <NavLink to={studioPaths.users} icon={<TeamOutlined />} isCurrent={place.page === 'users'}>
          {t('nav.users')}
        </NavLink>
      ) : null}
      {has('configuration') ? <RoleLinks place={place} /> : null}
      {has('accounts', 'configuration') ? (
        <NavLink to={studioPaths.organisation} icon={<ApartmentOutlined />} isCurrent={place.page === 'organisation'}>
          {t('nav.organisation')}
        </NavLink>
      ) : null}
      <SecurityLinks place={place} has={has} />
    </nav>
  )
}

/** What can be defined, and what was published. */
function PlatformLinks({ place }: { place: StudioPlace }) {
  const { t } = useTexts('studio')
  const isAdministrator = useMe().data?.user.administrator === true
  const isObjects = ['objects', 'object', 'layout'].includes(place.page)
  return (
    <>
      <h2 className="st-nav-group">{t('nav.platform')}</h2>
      <NavLink to={studioPaths.objects} icon={<AppstoreOutlined />} isCurrent={isObjects}>
        {t('nav.objects')}
      </NavLink>
      <NavLink
        to={studioPaths.conversions}
        icon={<SwapOutlined />}
        isCurrent={place.page === 'conversions' || place.page === 'conversion'}
      >
        {t('nav.conversions')}
      </NavLink>
      <NavLink
        to={studioPaths.workflows}
        icon={<PartitionOutlined />}
        isCurrent={['workflows', 'workflow', 'compare-workflow'].includes(place.page)}
      >
        {t('nav.workflows')}
      </NavLink>
      {isAdministrator ? (
        <NavLink
          to={studioPaths.runs()}
          icon={<FieldTimeOutlined />}
          isCurrent={['runs', 'run', 'dead-jobs'].includes(place.page)}
        >
          {t('nav.runs')}
        </NavLink>
      ) : null}
      <NavLink to={studioPaths.approvals} icon={<FileDoneOutlined />} isCurrent={place.page === 'approvals'}>
        {t('nav.approvals')}
      </NavLink>
      <NavLink to={studioPaths.calendars} icon={<CalendarOutlined />} isCurrent={place.page === 'calendars'}>
        {t('nav.calendars')}
      </NavLink>
      <NavLink to={studioPaths.deadlines} icon={<HourglassOutlined />} isCurrent={place.page === 'deadlines'}>
        {t('nav.deadlines')}
      </NavLink>
      <NavLink to={studioPaths.prints} icon={<PrinterOutlined />} isCurrent={place.page === 'print-templates'}>
        {t('nav.prints')}
      </NavLink>
      {isAdministrator ? (
        <NavLink to={studioPaths.connections} icon={<CloudServerOutlined />} isCurrent={place.page === 'connections'}>
          {t('nav.connections')}
        </NavLink>
      ) : null}
      {isAdministrator ? (
        <NavLink to={studioPaths.hooks} icon={<ImportOutlined />} isCurrent={place.page === 'hooks'}>
          {t('nav.hooks')}
        </NavLink>
      ) : null}
      {isAdministrator ? (
        <NavLink to={studioPaths.channels} icon={<NotificationOutlined />} isCurrent={place.page === 'channels'}>
          {t('nav.channels')}
        </NavLink>
      ) : null}
      <NavLink to={studioPaths.parameters} icon={<ControlOutlined />} isCurrent={place.page === 'parameters'}>
        {t('nav.parameters')}
      </NavLink>
      <NavLink to={studioPaths.revisions} icon={<HistoryOutlined />} isCurrent={place.page === 'revisions'}>
        {t('nav.revisions')}
      </NavLink>
      <NavLink to={studioPaths.packages} icon={<InboxOutlined />} isCurrent={place.page === 'packages'}>
        {t('nav.packages')}
      </NavLink>
      <NavLink to={studioPaths.plugins} icon={<AppstoreAddOutlined />} isCurrent={place.page === 'plugins'}>
        {t('nav.plugins')}
      </NavLink>
      <KindLinks place={place} />
      <NavLink to={studioPaths.tasks} icon={<ThunderboltOutlined />} isCurrent={place.page === 'tasks'}>
        {t('nav.tasks')}
      </NavLink>
    </>
  )
}

/** What roles may, and along which lines. */
function RoleLinks({ place }: { place: StudioPlace }) {
  const { t } = useTexts('studio')
  return (
    <>
      <NavLink
        to={studioPaths.roles}
        icon={<SafetyCertificateOutlined />}
        isCurrent={['roles', 'role', 'compare-roles'].includes(place.page)}
      >
        {t('nav.roles')}
      </NavLink>
      <NavLink to={studioPaths.dimensions} icon={<DeploymentUnitOutlined />} isCurrent={place.page === 'dimensions'}>
        {t('nav.dimensions')}
      </NavLink>
      <NavLink to={studioPaths.memberRules} icon={<UsergroupAddOutlined />} isCurrent={place.page === 'member-rules'}>
        {t('nav.memberRules')}
      </NavLink>
    </>
  )
}

/** Who may log in and how, and what was done. */
function SecurityLinks({ place, has }: { place: StudioPlace; has: Has }) {
  const { t } = useTexts('studio')
  const isAdministrator = useMe().data?.user.administrator === true
  return (
    <>
      {has('security', 'log') ? <h2 className="st-nav-group">{t('nav.security')}</h2> : null}
      {has('security') ? (
        <>
          <NavLink to={studioPaths.security} icon={<LockOutlined />} isCurrent={place.page === 'security'}>
            {t('nav.policy')}
          </NavLink>
          {isAdministrator ? (
            <NavLink to={studioPaths.signOn} icon={<ApiOutlined />} isCurrent={place.page === 'sign-on'}>
              {t('nav.signOn')}
            </NavLink>
          ) : null}
          <NavLink to={studioPaths.logins} icon={<LoginOutlined />} isCurrent={place.page === 'logins'}>
            {t('nav.logins')}
          </NavLink>
        </>
      ) : null}
      {has('log') ? (
        <NavLink to={studioPaths.log} icon={<AuditOutlined />} isCurrent={place.page === 'log'}>
          {t('nav.log')}
        </NavLink>
      ) : null}
    </>
  )
}

/** The current page stands in the middle where there are too many for the row or the column; the page itself stays. */
function bringIntoView(nav: HTMLElement | null): void {
  const current = nav?.querySelector<HTMLElement>('[aria-current]')
  if (!nav || !current) return
  const [outer, inner] = [nav.getBoundingClientRect(), current.getBoundingClientRect()]
  nav.scrollLeft += inner.left + inner.width / 2 - (outer.left + outer.width / 2)
  if (inner.top < outer.top || inner.bottom > outer.bottom)
    nav.scrollTop += inner.top + inner.height / 2 - (outer.top + outer.height / 2)
}

function NavLink(props: { to: string; icon: ReactNode; isCurrent: boolean; children: ReactNode }) {
  return (
    <AppLink
      to={props.to}
      className={props.isCurrent ? 'st-nav-item st-nav-item-current' : 'st-nav-item'}
      aria-current={props.isCurrent ? 'page' : undefined}
    >
      {props.icon}
      <span>{props.children}</span>
    </AppLink>
  )
}
