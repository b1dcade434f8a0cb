import { PlusOutlined } from '@ant-design/icons'
import { EmptyState, PageHeader } from '@fieldwork/ui'
import { Button, Skeleton } from 'antd'
import type { ReactNode } from 'react'

/** The page of all documents of a kind: what they are, the way to add one, and what to know where there is none. */
export function ListPage(props: {
  title: string
  line: string
  /** words of the button that adds one */
  add: string
  onAdd: () => void
  /** other ways that stand before that button */
  beside?: ReactNode
  isPending: boolean
  isEmpty: boolean
  none: { icon: string; title: string; text?: ReactNode }
  children: ReactNode
}) {
  const { isPending, isEmpty } = props
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={props.onAdd}>
      {props.add}
    </Button>
  )
  const actions = props.beside ? (
    <>
      {props.beside}
      {add}
    </>
  ) : (
    add
  )
  return (
    <div className="st-page">
      <PageHeader title={props.title} line={props.line} actions={actions} />
      {isPending ? <Skeleton active title={false} /> : null}
      {!isPending && isEmpty ? <EmptyState {...props.none} action={add} /> : null}
      {isEmpty ? null : props.children}
    </div>
  )
}

/** A table whose lines become blocks on small screens; its cells say their heads in `data-label`. */
export function StackTable(props: { heads: (string | { number: string })[]; className?: string; children: ReactNode }) {
  return (
    <div className="st-table-frame">
      <table className={`st-table st-stack ${props.className ?? ''}`}>
        <thead>
          <tr>
            {props.heads.map((head) =>
              typeof head === 'string' ? (
                <th key={head}>{head}</th>
              ) : (
                <th key={head.number} className="st-number">
                  {head.number}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>{props.children}</tbody>
      </table>
    </div>
  )
}
