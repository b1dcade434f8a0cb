import { theme as antdTheme } from 'antd'
import type { ThemeConfig } from 'antd'

/** The product's accent; a workspace may name its own. */
export const DEFAULT_ACCENT = '#2b5bd7'

/** The studio's accent: the same shell, unmistakably another place. */
export const STUDIO_ACCENT = '#0d7a6f'

/** Fonts of the screen: the system's, then Chinese ones. */
export const FONT_FAMILY =
  "-apple-system, 'Segoe UI', Roboto, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', system-ui, sans-serif"

/** Colours that both themes define; they become `--fw-*` custom properties. */
export interface Palette {
  text: string
  muted: string
  faint: string
  line: string
  lineStrong: string
  surface: string
  /** menus, dialogs */
  raised: string
  canvas: string
  hover: string
  /** words about what is wrong or late */
  danger: string
}

const light: Palette = {
  text: '#1c2024',
  muted: '#5f6773',
  faint: '#8a929e',
  line: '#e8eaed',
  lineStrong: '#d5d9de',
  surface: '#ffffff',
  raised: '#ffffff',
  canvas: '#f6f7f9',
  hover: '#f3f5f8',
  danger: '#cf1322',
}

const dark: Palette = {
  text: '#e6e8eb',
  muted: '#a3abb6',
  faint: '#7b8490',
  line: '#2a2f36',
  lineStrong: '#3a4149',
  surface: '#15181c',
  raised: '#1d2126',
  canvas: '#0f1114',
  hover: '#1e2329',
  danger: '#f27579',
}

/** The colours of the light or dark theme. */
export function palette(isDark: boolean): Palette {
  return isDark ? dark : light
}

/** The accent as it reads on the theme's surface: lighter on a dark one. Accent as `#rrggbb`. */
export function readableAccent(accent: string, isDark: boolean): string {
  if (!isDark || !/^#[0-9a-f]{6}$/i.test(accent)) return accent
  const channels = [1, 3, 5].map((at) => Number.parseInt(accent.slice(at, at + 2), 16))
  return `#${channels.map((channel) => toHex(channel + (255 - channel) * DARK_LIFT)).join('')}`
}

const DARK_LIFT = 0.32

function toHex(channel: number): string {
  return Math.round(channel).toString(16).padStart(2, '0')
}

/** Ant Design's theme from our tokens. */
export function antdThemeOf(accent: string, isDark: boolean): ThemeConfig {
  const colors = palette(isDark)
  const readable = readableAccent(accent, isDark)
  return {
    algorithm: isDark ? antdTheme.darkAlgorithm : antdTheme.defaultAlgorithm,
    token: {
      colorPrimary: accent,
      colorInfo: readable,
      colorLink: readable,
      colorText: colors.text,
      colorTextSecondary: colors.muted,
      colorTextTertiary: colors.faint,
      colorTextPlaceholder: colors.faint,
      colorBorder: colors.lineStrong,
      colorBorderSecondary: colors.line,
      colorSplit: colors.line,
      colorBgBase: colors.surface,
      colorBgLayout: colors.canvas,
      colorBgContainer: colors.surface,
      colorBgElevated: colors.raised,
      borderRadius: 6,
      fontSize: 14,
      fontFamily: FONT_FAMILY,
      controlItemBgActive: `${accent}1f`,
      controlItemBgActiveHover: `${accent}2e`,
      controlHeight: 34,
      controlHeightSM: 28,
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.18s',
      boxShadowSecondary: '0 6px 24px rgba(15, 23, 42, 0.12), 0 0 1px rgba(15, 23, 42, 0.16)',
    },
    components: {
      Button: { fontWeight: 500, primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
      Tabs: {
        horizontalItemPadding: '8px 0',
        horizontalMargin: '0',
        itemSelectedColor: readable,
        itemHoverColor: readable,
        itemActiveColor: readable,
        inkBarColor: readable,
      },
      Drawer: { paddingLG: 28 },
    },
  }
}
