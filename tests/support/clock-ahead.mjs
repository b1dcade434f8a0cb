/** Loaded before everything else, it lets a process live an hour ahead of all others. */
const AHEAD_MS = 3_600_000
const RealDate = Date
const now = () => RealDate.now() + AHEAD_MS

globalThis.Date = new Proxy(RealDate, {
  construct: (target, given, as) => Reflect.construct(target, given.length === 0 ? [now()] : given, as),
  apply: (target) => new target(now()).toString(),
  get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
})
