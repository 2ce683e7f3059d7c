/** Gives bytes of the cloud to the person as a file of their own. */

/** How long the address of the bytes is kept: browsers read it some time after the press, ms. */
const KEPT_MS = 10_000

/** The name of the file: the last part of the key, without what a file system would take for more. */
export function fileName(key: string): string {
  const last = key.split('/').findLast((part) => part !== '') ?? ''
  return last.replaceAll(/[\\:*?"<>|\p{Cc}]/gu, '_').replace(/^\.+/, '_') || 'object'
}

/** Has the browser save bytes as a file. */
export function saveAs(bytes: Uint8Array, name: string, type: string): void {
  const address = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS)
}
