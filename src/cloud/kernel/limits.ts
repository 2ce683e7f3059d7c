/**
 * The stated limits of one world. Each is the lab's choice: large enough for a lesson or an
 * afternoon in the sandbox, small enough for the tab of a school laptop.
 *
 * Whoever owns a structure asserts its limit, or refuses with a typed error where a caller can run
 * into it. A limit is a number here and nowhere else.
 */
export const LIMITS = {
  /**
   * Real bytes of all blobs of a world, 256 MiB; recipes cost nothing. Over it: `lab.blob-limit`.
   */
  blobBytes: 268_435_456,
  /** Blobs of a world, recipes too. */
  blobs: 1_000_000,
  /** Timers that wait at one time: a slot of the heap's typed arrays each. */
  pendingTimers: 1_048_576,
  /** Rows of one table. */
  rowsPerTable: 200_000,
  /** Inputs that the journal keeps: each call that reached the door, reads and refusals too. */
  journalEntries: 1_000_000,
  /** Bytes and characters of the journal's inputs, 512 Mi: also of objects that are long deleted. */
  journalBytes: 536_870_912,
  /** Bytes of all keyframes, 64 MiB; older ones thin out to stay below it. */
  keyframeBytes: 67_108_864,
  /**
   * Short-lived events (slices, traps, packets) in their ring; replay brings back what fell out.
   */
  ringEvents: 65_536,
  /** Events that are kept for ever. */
  milestones: 1_000_000,
  /** Records of the audit trail. */
  auditRecords: 1_000_000,
} as const
