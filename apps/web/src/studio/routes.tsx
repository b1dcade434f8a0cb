import './studio.css'

import { EmptyState, useMe, useNavigateTo, useTexts } from '@fieldwork/ui'
import type { Me } from '@fieldwork/ui'
import { useLocation } from '@tanstack/react-router'
import { lazy, Suspense, useEffect } from 'react'

import { BackupsPage } from './backups/backups-page.tsx'
import { ConversionPage } from './conversions/conversion-page.tsx'
import { ConversionsPage } from './conversions/conversions-page.tsx'
import { DraftBar } from './draft/draft-bar.tsx'
import { DraftProvider } from './draft/draft-provider.tsx'
import { ObjectPage } from './editor/object-page.tsx'
import { ObjectsPage } from './objects/objects-page.tsx'
import { OrganisationPage } from './organisation/organisation-page.tsx'
import { PackagesPage } from './packages/packages-page.tsx'
import { PluginsPage } from './plugins/plugins-page.tsx'
import { LogPage } from './log/log-page.tsx'
import { isWorkflowPlace, readStudioPath, studioPaths } from './paths.ts'
import type { StudioPlace } from './paths.ts'
import { DimensionsPage } from './dimensions/dimensions-page.tsx'
import { CompareRolesPage } from './roles/compare-page.tsx'
import { RolePage } from './roles/role-page.tsx'
import { RolesPage } from './roles/roles-page.tsx'
import { ParametersPage } from './parameters/parameters-page.tsx'
import { LoginsPage } from './security/logins-page.tsx'
import { PolicyPage } from './security/policy-page.tsx'
import { SignOnPage } from './security/sign-on-page.tsx'
import { MappingPage } from './member-rules/mapping-page.tsx'
import { MemberRulesPage } from './member-rules/member-rules-page.tsx'
import { PublishProvider } from './publish/publish-provider.tsx'
import { RevisionsPage } from './revisions/revisions-page.tsx'
import { StudioNavigation } from './studio-navigation.tsx'
import { TasksPage } from './tasks/tasks-page.tsx'
import { useStudioTexts } from './texts/use-studio-texts.ts'
import { UsersPage } from './users/users-page.tsx'

const DesignerPage = lazy(async () => ({ default: (await import('./designer/designer-page.tsx')).DesignerPage }))

const ApprovalPages = lazy(async () => ({ default: (await import('./approvals/approval-pages.tsx')).ApprovalPages }))

const CalendarPages = lazy(async () => ({ default: (await import('./calendars/calendars-page.tsx')).CalendarPages }))

const ChannelsPage = lazy(async () => ({ default: (await import('./channels/channels-page.tsx')).ChannelsPage }))

const HooksPage = lazy(async () => ({ default: (await import('./hooks/hooks-page.tsx')).HooksPage }))

const ConnectionPages = lazy(async () => ({
  default: (await import('./connections/connection-pages.tsx')).ConnectionPages,
}))

const DeadlinePages = lazy(async () => ({ default: (await import('./deadlines/deadline-pages.tsx')).DeadlinePages }))

const KindPages = lazy(async () => ({ default: (await import('./plugin-kinds/kind-pages.tsx')).KindPages }))

const PrintPages = lazy(async () => ({ default: (await import('./prints/print-pages.tsx')).PrintPages }))

const WorkflowPages = lazy(async () => ({ default: (await import('./workflows/workflow-pages.tsx')).WorkflowPages }))

/** The studio: where administrators define objects, layouts and people. Reads its page from the address. */
export function StudioApp() {
  useStudioTexts()
  const path = useLocation({ select: (location) => location.pathname })
  const navigate = useNavigateTo()
  const rights = useMe().data?.platformRights
  const isRoot = path.replace(/\/$/, '') === '/studio'
  useEffect(() => {
    if (isRoot) navigate(firstPage(rights), { replace: true })
  }, [isRoot, navigate, rights])

  const place = readStudioPath(path)
  return (
    <DraftProvider>
      <PublishProvider>
        <div className={`st-app st-page-${place.page}`}>
          <StudioNavigation place={place} />
          <div className="st-content">
            <DraftBar />
            <StudioPage place={place} />
          </div>
        </div>
      </PublishProvider>
    </DraftProvider>
  )
}

/** Where the studio opens: with what one has a right to. */
function firstPage(rights: Me['platformRights'] = []): string {
  if (rights.includes('configuration')) return studioPaths.objects
  if (rights.includes('accounts')) return studioPaths.users
  if (rights.includes('security')) return studioPaths.security
  return rights.includes('log') ? studioPaths.log : studioPaths.backups
}

function StudioPage({ place }: { place: StudioPlace }) {
  const { t } = useTexts('studio')
  if (place.page === 'objects') return <ObjectsPage />
  if (place.page === 'object') return <ObjectPage key={place.object} name={place.object} tab={place.tab} />
  if (place.page === 'conversions') return <ConversionsPage />
  if (place.page === 'conversion') return <ConversionPage key={place.name} name={place.name} />
  if (place.page === 'revisions') return <RevisionsPage revision={place.revision} />
  if (place.page === 'packages') return <PackagesPage />
  if (place.page === 'plugins') return <PluginsPage />
  if (place.page === 'tasks') return <TasksPage />
  if (place.page === 'log') return <LogPage />
  if (place.page === 'backups') return <BackupsPage />
  if (place.page === 'users') return <UsersPage />
  if (place.page === 'roles') return <RolesPage />
  if (place.page === 'role') return <RolePage key={place.role} name={place.role} tab={place.tab} />
  if (place.page === 'compare-roles') return <CompareRolesPage a={place.a} b={place.b} />
  if (place.page === 'organisation') return <OrganisationPage />
  if (place.page === 'dimensions') return <DimensionsPage />
  if (place.page === 'parameters') return <ParametersPage />
  if (place.page === 'security') return <PolicyPage />
  if (place.page === 'sign-on') return <SignOnPage />
  if (place.page === 'logins') return <LoginsPage />
  if (place.page === 'member-rules')
    return place.rule === null ? <MemberRulesPage /> : <MappingPage key={place.rule} rule={place.rule} />
  if (place.page === 'layout') {
    return (
      <Suspense fallback={<div className="st-loading" />}>
        <DesignerPage key={`${place.object}/${place.purpose}/${place.name ?? ''}`} {...place} />
      </Suspense>
    )
  }
  if (place.page === 'approvals') {
    return (
      <Suspense fallback={<div className="st-loading" />}>
        <ApprovalPages name={place.name} />
      </Suspense>
    )
  }
  if (place.page === 'calendars') {
    return (
      <Suspense fallback={<div className="st-loading" />}>
        <CalendarPages name={place.name} />
      </Suspense>
    )
  }
  if (place.page === 'deadlines') {
    return (
      <Suspense fallback={<div className="st-loading" />}>
        <DeadlinePages name={place.name} />
      </Suspense>
    )
  }
  if (place.page === 'print-templates') {
    return (
      <Suspense fallback={<div className="st-loading" />}>
        <PrintPages name={place.name} />
      </Suspense>
    )
  }
  if (place.page === 'channels' || place.page === 'hooks') {
    return (
      <Suspense fallback={<div className="st-loading" />}>
        {place.page === 'channels' ? <ChannelsPage /> : <HooksPage />}
      </Suspense>
    )
  }
  if (place.page === 'kinds') {
    return (
      <Suspense fallback={<div className="st-loading" />}>
        <KindPages kind={place.kind} name={place.name} />
      </Suspense>
    )
  }
  if (place.page === 'connections') {
    return (
      <Suspense fallback={<div className="st-loading" />}>
        <ConnectionPages name={place.name} />
      </Suspense>
    )
  }
  if (isWorkflowPlace(place)) {
    return (
      <Suspense fallback={<div className="st-loading" />}>
        <WorkflowPages place={place} />
      </Suspense>
    )
  }
  return <EmptyState icon="file-search" title={t('unknown.title')} text={t('unknown.text')} />
}
