/** Before every test file: what fast-check draws comes from the run's one seed. */
import fc from 'fast-check'
import { inject } from 'vitest'

fc.configureGlobal({ seed: inject('seed') })
