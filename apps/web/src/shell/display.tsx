import { createContext, useContext, useMemo, useState } from 'react'
import type { ReactNode } from 'react'

/** How the screen looks on this device. */
export interface Display {
  accent: string | undefined
  setAccent: (accent: string | undefined) => void
  isDark: boolean
  toggleDark: () => void
  isMenuOpen: boolean
  toggleMenu: () => void
}

const DisplayContext = createContext<Display | null>(null)
const DARK_KEY = 'fieldwork.dark'
const MENU_KEY = 'fieldwork.menu'

/** Holds accent, light or dark, and whether the menu is open; the last two stay on the device. */
export function DisplayProvider({ children }: { children: ReactNode }) {
  const [accent, setAccent] = useState<string | undefined>(undefined)
  const [isDark, toggleDark] = useStoredFlag(DARK_KEY, false)
  const [isMenuOpen, toggleMenu] = useStoredFlag(MENU_KEY, true)
  const display = useMemo(
    () => ({ accent, setAccent, isDark, toggleDark, isMenuOpen, toggleMenu }),
    [accent, isDark, toggleDark, isMenuOpen, toggleMenu],
  )
  return <DisplayContext.Provider value={display}>{children}</DisplayContext.Provider>
}

/** The display of the surrounding DisplayProvider. */
export function useDisplay(): Display {
  const display = useContext(DisplayContext)
  if (!display) throw new Error('useDisplay needs a DisplayProvider above it')
  return display
}

function useStoredFlag(key: string, initial: boolean): [boolean, () => void] {
  const [flag, setFlag] = useState(() => {
    const stored = localStorage.getItem(key)
    return stored === null ? initial : stored === '1'
  })
  const toggle = useMemo(
    () => () =>
      setFlag((old) => {
        localStorage.setItem(key, old ? '0' : '1')
        return !old
      }),
    [key],
  )
  return [flag, toggle]
}
