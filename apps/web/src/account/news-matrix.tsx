import './news.css'

import { Checkbox } from 'antd'
import type { ReactNode } from 'react'

/** Channels by kind of news; `approval` stands for all that begin so, `*` for all others. */
export type ChannelsByKind = Readonly<Record<string, readonly string[]>>

/** What is said of a kind of news: of itself, of those that begin so, of all others; undefined: nothing. */
export const channelsFor = (kinds: ChannelsByKind, kind: string): readonly string[] | undefined =>
  kinds[kind] ?? kinds[kind.split('.')[0] ?? ''] ?? kinds['*']

interface NewsMatrixProps {
  /** name of the table */
  label: string
  /** head of the first column */
  head: string
  kinds: readonly { kind: string; label: string }[]
  channels: readonly { name: string; label: string }[]
  /** channels of a kind as they count now */
  valueOf: (kind: string) => readonly string[]
  onChange: (kind: string, channels: string[]) => void
  /** what stands after the name of a kind */
  after?: (kind: string) => ReactNode
}

/** Which kinds of news go over which channels: a row for each kind, a box for each channel. */
export function NewsMatrix({ label, head, kinds, channels, valueOf, onChange, after }: NewsMatrixProps) {
  const toggle = (kind: string, name: string, isOn: boolean): void => {
    const now = valueOf(kind)
    onChange(kind, isOn ? [...now, name] : now.filter((each) => each !== name))
  }
  return (
    <div className="fw-tell-frame">
      <table className="fw-tell" aria-label={label}>
        <thead>
          <tr>
            <th>{head}</th>
            {channels.map(({ name, label: words }) => (
              <th key={name}>{words}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {kinds.map(({ kind, label: words }) => (
            <tr key={kind}>
              <th scope="row">
                {words} {after?.(kind)}
              </th>
              {channels.map((channel) => (
                <td key={channel.name}>
                  <Checkbox
                    aria-label={`${words} · ${channel.label}`}
                    checked={valueOf(kind).includes(channel.name)}
                    onChange={({ target }) => toggle(kind, channel.name, target.checked)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
