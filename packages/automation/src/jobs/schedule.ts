import type { Job, JobDeps } from './job.ts'

/** Something that is done at certain moments, once for each over all nodes. */
export interface Schedule {
  name: string
  /** five fields: minute, hour, day, month, weekday */
  cron: string
  /** e.g. `Asia/Shanghai` */
  timeZone: string
  /** Leaves moments out, such as those outside of working days. */
  accepts?(moment: Date, deps: JobDeps): Promise<boolean>
  /**
   * Does it. What fails is tried again like any job. Of several moments that nobody was there for, only the last one is
   * made up for.
   */
  run(job: ScheduledJob, deps: JobDeps): Promise<void>
}

export interface ScheduledJob extends Job {
  /** when it was due */
  moment: Date
}
