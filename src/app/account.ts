/** The account that the page acts for: the learner's own. */
export const ACCOUNT = '123456789012'

/** What the first minute launches. */
export const FIRST_TYPE = 't3.micro'
