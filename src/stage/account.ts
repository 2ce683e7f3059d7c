/** The account that the page acts for: the learner's own. */
export const ACCOUNT = '123456789012'
/** Its root's access key: the one of AWS's examples. The cloud knows the secret. */
export const ACCESS_KEY_ID = 'AKIAIOSFODNN7EXAMPLE'

/** What the sandbox offers first. */
export const FIRST_TYPE = 't3.micro'
