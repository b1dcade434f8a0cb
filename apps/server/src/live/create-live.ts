import { countOwnUnread, countUnread, recentNotifications } from '@fieldwork/automation'
import type { StoredNotification } from '@fieldwork/automation'
import { createAlarm } from '@fieldwork/database'
import type { Database } from '@fieldwork/database'
import type { Actor, Records } from '@fieldwork/records'
import { setTimeout as sleep } from 'node:timers/promises'
import type { EventStream } from './event-stream.ts'
import { listenForNews } from './news-listener.ts'
import { lastEvents, mayRead } from './watched-records.ts'
import type { WatchedRecord } from './watched-records.ts'

/** Somebody who is told what is new as long as he listens. */
export interface Listener {
  actor: Actor
  stream: EventStream
  watched: WatchedRecord[]
  /** the last notification that he has had before a break */
  since: string | null
  /** him as he is now; null when he may not listen any more: logged out, locked, expired */
  current(): Promise<Actor | null>
  describe(notification: StoredNotification): unknown
}

export interface Live {
  /** @returns false when he listens in too many places already */
  add(listener: Listener): boolean
  remove(listener: Listener): void
  close(): Promise<void>
}

interface Following extends Listener {
  /** notifications he has had, with the moment at which they may come back */
  had: Map<string, string>
  unread: number | null
  isNew: boolean
}

/** Records are looked at this often while somebody has them before his eyes; of the rest one hears. */
const ROUND_MS = 1_000
const BEAT_MS = 15_000
/** However much is written, one looks this often at most. */
const PAUSE_MS = 80
/** A transaction may commit this long after it has made its rows. */
const LOOK_BACK_SECONDS = 60
const MOST_PER_USER = 8

/**
 * Tells those who listen of their notifications, of how many are unread, and of changes of the records they look at.
 * One round asks for all listeners of this process at once: two statements, however many they are.
 */
export function createLive(deps: { db: Database; records: Records }): Live {
  const { db } = deps
  const following = new Map<Listener, Following>()
  const alarm = createAlarm(ROUND_MS)
  const running: { stopped: boolean; rounds: Promise<void> | null; news: ReturnType<typeof listenForNews> | null } = {
    stopped: false,
    rounds: null,
    news: null,
  }
  let beatenAt = Date.now()

  async function keepGoing(): Promise<void> {
    while (!running.stopped && following.size > 0) {
      const all = [...following.values()]
      try {
        await dropThoseWhoLeft(all, following)
        await tellAll(
          deps,
          all.filter((each) => following.has(each)),
        )
      } catch (error) {
        db.log.warn({ error }, 'those who listen could not be told what is new; trying again')
      }
      if (Date.now() - beatenAt > BEAT_MS) {
        for (const each of all) each.stream.beat()
        beatenAt = Date.now()
      }
      await sleep(PAUSE_MS)
      await alarm.wait()
    }
    running.rounds = null
  }

  return {
    add(listener) {
      const own = [...following.keys()].filter((each) => each.actor.id === listener.actor.id)
      if (own.length >= MOST_PER_USER || running.stopped) return false
      const followed: Following = Object.assign(listener, { had: new Map<string, string>(), unread: null, isNew: true })
      following.set(followed, followed)
      running.news ??= listenForNews(db, alarm.ring)
      running.rounds ??= keepGoing()
      alarm.ring()
      return true
    },
    remove: (listener) => void following.delete(listener),
    async close() {
      running.stopped = true
      for (const { stream } of following.values()) stream.end()
      following.clear()
      alarm.ring()
      await running.news?.close()
      await running.rounds
    },
  }
}

/** Whoever has logged out, or may not call any more, hears nothing of this round. */
async function dropThoseWhoLeft(all: readonly Following[], following: Map<Listener, Following>): Promise<void> {
  for (const each of all) {
    const actor = await each.current()
    if (actor) each.actor = actor
    else {
      following.delete(each)
      each.stream.end()
    }
  }
}

async function tellAll(deps: { db: Database; records: Records }, all: readonly Following[]): Promise<void> {
  if (all.length === 0) return
  const ids = [...new Set(all.map(({ actor }) => actor.id))]
  const unread = await countUnread(deps.db, ids)
  const recent = await recentNotifications(deps.db, ids, { seconds: LOOK_BACK_SECONDS })
  for (const each of all) {
    if (each.isNew) await takeUp(deps.db, each, recent)
    else tellNotifications(each, recent)
    tellCount(each, isLimited(each) ? await countOwnUnread(deps.db, each.actor) : (unread.get(each.actor.id) ?? 0))
    each.isNew = false
  }
  await tellRecords(deps, all)
}

type Recent = Awaited<ReturnType<typeof recentNotifications>>

/** By a token that is for some objects one hears of their records alone. */
const isLimited = ({ actor }: Following): boolean => (actor.scope?.objects ?? null) !== null

const isFor = ({ actor }: Following, { recipient, about }: Recent[number]): boolean =>
  recipient === actor.id && (actor.scope?.objects?.includes(about?.object ?? '') ?? true)

/** Who comes for the first time knows what there is; who comes again is told what he has missed. */
async function takeUp(db: Database, each: Following, recent: Recent): Promise<void> {
  const { since, actor } = each
  const missed = since === null ? [] : await recentNotifications(db, [actor.id], { seconds: 0, since })
  for (const { recipient, id, snoozed_until: back } of recent) if (recipient === actor.id) each.had.set(id, back ?? '')
  for (const notification of missed) if (isFor(each, notification)) tell(each, notification)
}

function tellNotifications(each: Following, recent: Recent): void {
  const own = recent.filter((notification) => isFor(each, notification))
  for (const notification of own)
    if (each.had.get(notification.id) !== (notification.snoozed_until ?? '')) tell(each, notification)
  // what is too old to be found again need not be remembered
  const found = new Set(own.map(({ id }) => id))
  for (const id of each.had.keys()) if (!found.has(id)) each.had.delete(id)
}

function tell(each: Following, notification: StoredNotification): void {
  each.had.set(notification.id, notification.snoozed_until ?? '')
  each.stream.send('notification', each.describe(notification), notification.id)
}

function tellCount(each: Following, unread: number): void {
  if (each.unread === unread) return
  each.unread = unread
  each.stream.send('counts', { unread })
}

async function tellRecords({ db, records }: { db: Database; records: Records }, all: readonly Following[]) {
  const events = await lastEvents(
    db,
    all.flatMap(({ watched }) => watched),
  )
  for (const each of all)
    for (const record of each.watched) {
      const event = events.get(record.id) ?? null
      if (event === record.event) continue
      const { object, id } = record
      const isThere = await mayRead(records, each.actor, record)
      // only now: what could not be found out is told in the next round
      record.event = event
      each.stream.send('record', isThere ? { object, id } : { object, id, gone: true })
      if (!isThere) each.watched = each.watched.filter((other) => other !== record)
    }
}
