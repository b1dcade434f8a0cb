export { notify, notifyAll } from './notifications/notify.ts'
export type { Channel, Notification, NotificationAction } from './notifications/notify.ts'
