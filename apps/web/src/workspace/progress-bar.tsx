import { Progress } from 'antd'

/** How far something long is; `share` is from 0 to 1. */
export function ProgressBar({ share }: { share: number }) {
  return <Progress percent={Math.round(share * 100)} showInfo={false} size="small" />
}
