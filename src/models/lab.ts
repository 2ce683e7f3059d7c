/**
 * The model of `lab`: the lab's own operations, in the form of AWS's, so that one codec and one command
 * language serve both.
 *
 * Written by hand, because no package states it. The operations of `SESSION_OPERATIONS` act on the session
 * around the cloud (its clock, its past), lie outside the journal, and never reach the door.
 */
import { labReads } from './labReads.ts'
import type { ServiceModel } from './model.ts'

/** The operations that a session answers, not the cloud. */
export const SESSION_OPERATIONS: readonly string[] = [
  'Advance',
  'Fork',
  'Load',
  'Pace',
  'Reset',
  'Save',
  'Seek',
]

const changes = (name: string) => ({ input: `${name}Request`, output: null, reads: false }) as const
const reads = (name: string) =>
  ({ input: `${name}Request`, output: `${name}Result`, reads: true }) as const

/** The service `lab`, AWS JSON 1.1 on the wire. */
export const labModel: ServiceModel = {
  source: 'Cloudglass',
  service: {
    id: 'Lab',
    endpointPrefix: 'lab',
    signingName: 'lab',
    apiVersion: '2026-01-01',
    protocol: 'json',
    namespace: 'cloudglass.lab',
    xmlNamespace: '',
    target: 'Lab',
  },
  operations: {
    Advance: changes('Advance'),
    CreateAccount: changes('CreateAccount'),
    DescribeCosts: reads('DescribeCosts'),
    DescribeEvents: reads('DescribeEvents'),
    DescribeHosts: reads('DescribeHosts'),
    DescribePlacement: reads('DescribePlacement'),
    DescribeRefusals: reads('DescribeRefusals'),
    Fork: changes('Fork'),
    Load: changes('Load'),
    Pace: changes('Pace'),
    Reset: changes('Reset'),
    Save: { ...changes('Save'), output: 'SaveResult' },
    Seek: changes('Seek'),
    SetQuota: changes('SetQuota'),
  },
  waiters: {},
  shapes: {
    ...labReads,
    /** `By` is a length of cloud time such as `10m`, `36h` or `1.5s`. */
    AdvanceRequest: { members: [['By', 'string', { required: true }]] },
    CreateAccountRequest: {
      members: [
        ['Account', 'string', { required: true }],
        ['Name', 'string'],
      ],
    },
    ForkRequest: { members: [] },
    /** `Name` is a file on the shelf. */
    LoadRequest: { members: [['Name', 'string', { required: true }]] },
    /** `Pace` is cloud seconds a second; 0 stops time. */
    PaceRequest: { members: [['Pace', 'number', { required: true }]] },
    ResetRequest: { members: [] },
    SaveRequest: { members: [['Name', 'string', { required: true }]] },
    /** The file that the save is in, and its length in bytes. */
    SaveResult: {
      members: [
        ['File', 'string'],
        ['Bytes', 'number'],
      ],
    },
    /** `To` is a length of cloud time since instant 0, such as `90s`, or an ISO 8601 time. */
    SeekRequest: { members: [['To', 'string', { required: true }]] },
    SetQuotaRequest: {
      members: [
        ['Account', 'string'],
        ['Quota', 'string', { required: true }],
        ['Value', 'number', { required: true }],
      ],
    },
  },
}
