/** Every sentence about a newer version of the lab. */

const en = {
  label: 'A new version',
  ready: 'A new version is ready. It comes when the lab is closed and opened again.',
  reload: 'Reload now',
  reloading: 'Reloading',
  failed: 'What you did last could not be saved, so the lab was not loaded again. Try once more.',
  later: 'Later',
} as const

export const offlineWords = en
