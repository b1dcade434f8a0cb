import { randomInt } from 'node:crypto'
import { newId, type Database } from '@fieldwork/database'
import { CAPTCHA_LETTERS, drawCaptcha } from './captcha-picture.ts'
import { hashSecret } from './secrets.ts'

const LENGTH = 5
const MINUTES = 5

export interface CaptchaAnswer {
  id: string
  text: string
}

/** Pictures of a few letters that people read more easily than programs; each counts once. */
export interface Captcha {
  /** @returns the picture as SVG */
  create(): Promise<{ id: string; picture: string }>
  /** whichever way: the picture is used up */
  isRight(answer: CaptchaAnswer): Promise<boolean>
}

/** @param makeText what the next picture shows; chosen at random where nothing is said */
export function createCaptcha({ db, makeText = randomText }: { db: Database; makeText?: () => string }): Captcha {
  return {
    async create() {
      const text = makeText()
      const id = newId()
      await db.query({
        text: `with old as (delete from fw_captcha where expires_at < now())
          insert into fw_captcha (id, answer_hash, expires_at) values ($1, $2, now() + interval '${MINUTES} minutes')`,
        values: [id, hashSecret(id + text)],
      })
      return { id, picture: drawCaptcha(text) }
    },
    async isRight({ id, text }) {
      const { rowCount } = await db.query({
        text: `with used as (delete from fw_captcha where id::text = $1 returning answer_hash, expires_at)
          select from used where answer_hash = $2 and expires_at > now()`,
        values: [id, hashSecret(id + text.trim().toUpperCase())],
      })
      return rowCount === 1
    },
  }
}

const randomText = (): string =>
  Array.from({ length: LENGTH }, () => CAPTCHA_LETTERS[randomInt(CAPTCHA_LETTERS.length)]).join('')
