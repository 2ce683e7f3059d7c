/**
 * Percent-encoded text (RFC 3986, section 2.1): each `%` and two hexadecimal digits is a byte of UTF-8.
 *
 * Everything else stands for itself, a `+` too: that it is a space is a rule of forms, not of URIs.
 */

/** The text that is written, or null when a `%` is not followed by two digits or the bytes are not UTF-8. */
export function percentDecoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
