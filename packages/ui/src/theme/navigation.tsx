import { createContext, useContext } from 'react'
import type { MouseEvent, ReactNode } from 'react'

/** Goes to a path of the app, e.g. `/o/customer/…`. */
export type Navigate = (to: string, options?: { replace?: boolean }) => void

const NavigationContext = createContext<Navigate>((to) => globalThis.location.assign(to))

/** Tells the parts below how to go to another page of the app. */
export function NavigationProvider({ navigate, children }: { navigate: Navigate; children: ReactNode }) {
  return <NavigationContext.Provider value={navigate}>{children}</NavigationContext.Provider>
}

/** The way to another page of the app. */
export function useNavigateTo(): Navigate {
  return useContext(NavigationContext)
}

/** A link inside the app: an ordinary anchor that does not reload the page. */
export function AppLink(props: {
  to: string
  className?: string
  title?: string
  tabIndex?: number
  'aria-label'?: string
  'aria-current'?: 'page' | undefined
  onClick?: () => void
  children: ReactNode
}) {
  const { to, onClick, children, ...rest } = props
  const navigate = useNavigateTo()

  const follow = (event: MouseEvent): void => {
    event.stopPropagation()
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    onClick?.()
    navigate(to)
  }

  return (
    <a href={to} onClick={follow} {...rest}>
      {children}
    </a>
  )
}
