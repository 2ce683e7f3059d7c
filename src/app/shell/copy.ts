/** Copying text, also where the browser gives the page no clipboard: on a plain http host, or without leave. */

/** Copies a text. False when the browser does not let the page do it. */
export async function copyText(
  text: string,
  clipboard: Pick<Clipboard, 'writeText'> | undefined,
): Promise<boolean> {
  if (clipboard === undefined) return false
  try {
    await clipboard.writeText(text)
    return true
  } catch (error) {
    if (error instanceof DOMException) return false
    throw error
  }
}
