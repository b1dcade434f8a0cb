import { Outlet, createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'

import { NotFoundPage } from './shell/problem-pages.tsx'
import { Shell } from './shell/shell.tsx'
import { Gate } from './account/gate.tsx'

const root = createRootRoute({ component: Outlet })

/** Everything but the studio's own pages stands in the shell; without a session the login stands in its place. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: () => (
    <Gate>
      <Shell>
        <Outlet />
      </Shell>
    </Gate>
  ),
  notFoundComponent: NotFoundPage,
})

const HomePage = lazyRouteComponent(() => import('./workspace/home-page.tsx'), 'HomePage')

const home = createRoute({ getParentRoute: () => inside, path: '/', component: HomePage })
const list = createRoute({
  getParentRoute: () => inside,
  path: '/o/$object',
  component: lazyRouteComponent(() => import('./workspace/list-page.tsx'), 'ListPage'),
})
const printed = createRoute({
  getParentRoute: () => inside,
  path: '/o/$object/print',
  component: lazyRouteComponent(() => import('./workspace/taking/print-page.tsx'), 'PrintPage'),
})
const printedPdf = createRoute({
  getParentRoute: () => inside,
  path: '/o/$object/$id/pdf',
  component: lazyRouteComponent(() => import('./workspace/taking/pdf-page.tsx'), 'PdfPage'),
})
const record = createRoute({
  getParentRoute: () => inside,
  path: '/o/$object/$id',
  component: lazyRouteComponent(() => import('./workspace/record-page.tsx'), 'RecordPage'),
})
const handOver = createRoute({
  getParentRoute: () => inside,
  path: '/hand-over/$user',
  component: lazyRouteComponent(() => import('./workspace/people/hand-over-page.tsx'), 'HandOverPage'),
})
const overdue = createRoute({
  getParentRoute: () => inside,
  path: '/hand-over',
  component: lazyRouteComponent(() => import('./workspace/people/overdue-page.tsx'), 'OverduePage'),
})
const approvals = createRoute({
  getParentRoute: () => inside,
  path: '/approvals',
  component: lazyRouteComponent(() => import('./approvals/approval-page.tsx'), 'ApprovalPage'),
})
const todo = createRoute({
  getParentRoute: () => inside,
  path: '/todo',
  component: lazyRouteComponent(() => import('./inbox/todo-page.tsx'), 'TodoPage'),
})
const reminders = createRoute({
  getParentRoute: () => inside,
  path: '/reminders',
  component: lazyRouteComponent(() => import('./reminders/reminder-page.tsx'), 'ReminderPage'),
})
const pluginPage = createRoute({
  getParentRoute: () => inside,
  path: '/p/$plugin/$page',
  component: lazyRouteComponent(() => import('./plugins/plugin-page.tsx'), 'PluginPage'),
})
const bin = createRoute({
  getParentRoute: () => inside,
  path: '/recycle-bin',
  component: lazyRouteComponent(() => import('./workspace/recycle-bin-page.tsx'), 'RecycleBinPage'),
})
const account = createRoute({
  getParentRoute: () => inside,
  path: '/account',
  component: lazyRouteComponent(() => import('./account/account-page.tsx'), 'AccountPage'),
})
const studio = createRoute({
  getParentRoute: () => inside,
  path: '/studio/$',
  component: lazyRouteComponent(() => import('./studio/routes.tsx'), 'StudioApp'),
})
const studioHome = createRoute({
  getParentRoute: () => inside,
  path: '/studio',
  component: lazyRouteComponent(() => import('./studio/routes.tsx'), 'StudioApp'),
})
const login = createRoute({ getParentRoute: () => inside, path: '/login', component: HomePage })
/** for people who have not logged in */
const decideByLink = createRoute({
  getParentRoute: () => root,
  path: '/decide/$token',
  component: lazyRouteComponent(() => import('./approvals/link-page.tsx'), 'LinkPage'),
})
const anything = createRoute({ getParentRoute: () => inside, path: '$', component: NotFoundPage })

/** The router: addresses are plain, `?filter=…` holds the expression as it is. */
export function createAppRouter() {
  return createRouter({
    routeTree: root.addChildren([
      decideByLink,
      inside.addChildren([
        home,
        list,
        printed,
        printedPdf,
        record,
        handOver,
        overdue,
        approvals,
        todo,
        reminders,
        pluginPage,
        bin,
        account,
        studio,
        studioHome,
        login,
        anything,
      ]),
    ]),
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: printSearch,
    scrollRestoration: true,
    defaultPreload: false,
  })
}

function printSearch(search: Record<string, unknown>): string {
  const entries = Object.entries(search).filter(([, value]) => value !== undefined && value !== '')
  const text = new URLSearchParams(entries.map(([name, value]) => [name, String(value)])).toString()
  return text === '' ? '' : `?${text}`
}
