/** Every sentence about a newer version of the lab. */

const en = {
  label: 'A new version',
  ready: 'A new version is ready. It comes when the lab is closed and opened again.',
  reload: 'Reload now',
  reloading: 'Reloading',
  later: 'Later',
} as const

export const offlineWords = en
