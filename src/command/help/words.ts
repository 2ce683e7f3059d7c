/**
 * What help and completion say where no model does: the CLI's own options, the commands of `aws s3`, the lab.
 *
 * Sentences about the CLI's options and `aws s3` are awscli's own (Apache-2.0), mostly their first ones; what
 * the lab does otherwise is said in its words.
 */

/** Of the options that every command takes, by name without dashes. */
export const GLOBAL_TEXTS: Readonly<Record<string, string>> = {
  debug: 'Turn on debug logging.',
  'endpoint-url': "Override command's default URL with the given URL.",
  'no-verify-ssl': 'Do not verify SSL certificates.',
  'no-paginate': 'Disable automatic pagination.',
  output: 'The formatting style for command output.',
  query: 'A JMESPath query to use in filtering the response data.',
  profile: 'Use a specific profile from your credential file.',
  region: 'The region to use.',
  version: 'Display the version of this tool.',
  color: 'Turn on/off color output.',
  'no-sign-request': 'Do not sign requests.',
  'ca-bundle': 'The CA certificate bundle to use when verifying SSL certificates.',
  'cli-read-timeout': 'The maximum socket read time in seconds.',
  'cli-connect-timeout': 'The maximum socket connect time in seconds.',
  'cli-binary-format': 'The formatting style to be used for binary blobs.',
  'no-cli-pager': 'Disable cli pager for output.',
  'cli-auto-prompt': 'Automatically prompt for CLI input parameters.',
  'no-cli-auto-prompt': 'Disable automatically prompt for CLI input parameters.',
}

/** Of the options that the CLI adds to operations, by name without dashes. */
export const ADDED_TEXTS: Readonly<Record<string, string>> = {
  count: 'Number of instances to launch: one number, or the least and the most as 1:3.',
  'secondary-private-ip-addresses':
    'A secondary private IP address for the network interface or instance.',
  'secondary-private-ip-address-count':
    'The number of secondary IP addresses to assign to the network interface or instance.',
  'associate-public-ip-address':
    'If specified a public IP address will be assigned to the new instance in a VPC.',
  'no-associate-public-ip-address':
    'If specified a public IP address will not be assigned to the new instance in a VPC.',
  'starting-token': 'A token to specify where to start paginating.',
  'page-size': 'The size of each page to get in the AWS service call.',
  'max-items': "The total number of items to return in the command's output.",
  'cli-input-json': 'Reads arguments from the JSON string provided.',
  'cli-input-yaml': 'Reads arguments from the YAML string provided.',
  'generate-cli-skeleton':
    'Prints a JSON skeleton to standard output without sending an API request.',
  outfile: 'Filename where the content will be saved',
}

/** Of the commands of `aws s3`. */
export const S3_TEXTS: Readonly<Record<string, string>> = {
  ls: 'List S3 objects and common prefixes under a prefix or all S3 buckets.',
  website: 'Set the website configuration for a bucket.',
  cp: 'Copies a local file or S3 object to another location locally or in S3.',
  mv: 'Moves a local file or S3 object to another location locally or in S3.',
  rm: 'Deletes an S3 object.',
  sync: 'Syncs directories and S3 prefixes.',
  mb: 'Creates an S3 bucket.',
  rb: 'Deletes an empty S3 bucket.',
  presign: 'Generate a pre-signed URL for an Amazon S3 object.',
}

/** Of the options of `aws s3`, by name without dashes. */
export const S3_OPTION_TEXTS: Readonly<Record<string, string>> = {
  recursive:
    'Command is performed on all files or objects under the specified directory or prefix.',
  'page-size': 'The number of results to return in each response to a list operation.',
  'human-readable': 'Displays file sizes in human readable format.',
  summarize: 'Displays summary information (number of objects, total size).',
  'request-payer': 'Confirms that the requester knows that they will be charged for the request.',
  'index-document': 'A suffix that is appended to a request that is for a directory.',
  'error-document': 'The object key name to use when a 4XX class error occurs.',
  dryrun:
    'Displays the operations that would be performed using the specified command without actually running them.',
  quiet: 'Does not display the operations performed from the specified command.',
  include: "Don't exclude files or objects in the command that match the specified pattern.",
  exclude: 'Exclude all files or objects from the command that matches the specified pattern.',
  acl: 'Sets the ACL for the object when the command is performed.',
  'follow-symlinks':
    'Symbolic links are followed only when uploading to S3 from the local filesystem.',
  'no-follow-symlinks': 'Symbolic links are not followed.',
  'no-guess-mime-type': 'Do not try to guess the mime type for uploaded files.',
  sse: 'Specifies server-side encryption of the object in S3.',
  'sse-c': 'Specifies server-side encryption using customer provided keys of the object in S3.',
  'sse-c-key':
    'The customer-provided encryption key to use to server-side encrypt the object in S3.',
  'sse-kms-key-id':
    'The customer-managed AWS Key Management Service (KMS) key ID that should be used to server-side encrypt the object in S3.',
  'sse-c-copy-source':
    'This parameter should only be specified when copying an S3 object that was encrypted server-side with a customer-provided key.',
  'sse-c-copy-source-key':
    'This parameter should only be specified when copying an S3 object that was encrypted server-side with a customer-provided key.',
  'storage-class': 'The type of storage to use for the object.',
  grants: 'Grant specific permissions to individual users or groups.',
  'website-redirect':
    'If the bucket is configured as a website, redirects requests for this object to another object in the same bucket or to an external URL.',
  'content-type': 'Specify an explicit content type for this operation.',
  'cache-control': 'Specifies caching behavior along the request/reply chain.',
  'content-disposition': 'Specifies presentational information for the object.',
  'content-encoding': 'Specifies what content encodings have been applied to the object.',
  'content-language': 'The language the content is in.',
  expires: 'The date and time at which the object is no longer cacheable.',
  'source-region':
    'When transferring objects from an s3 bucket to an s3 bucket, this specifies the region of the source bucket.',
  'only-show-errors': 'Only errors and warnings are displayed.',
  'no-progress': 'File transfer progress is not displayed.',
  'ignore-glacier-warnings': 'Turns off glacier warnings.',
  'force-glacier-transfer':
    'Forces a transfer request on all Glacier objects in a sync or recursive copy.',
  metadata: 'A map of metadata to store with the objects in S3.',
  'copy-props': 'Determines which properties are copied from the source S3 object.',
  'metadata-directive': 'Sets the x-amz-metadata-directive header for CopyObject operations.',
  'expected-size': 'This argument specifies the expected size of a stream in terms of bytes.',
  'size-only':
    'Makes the size of each key the only criteria used to decide whether to sync from source to destination.',
  'exact-timestamps':
    'When syncing from S3 to local, same-sized items will be ignored only when the timestamps match exactly.',
  delete: 'Files that exist in the destination but not in the source are deleted during sync.',
  force: 'Deletes all objects in the bucket including the bucket itself.',
  'expires-in': 'Number of seconds until the pre-signed URL expires.',
}

/** Of the services, by command. */
export const SERVICE_TEXTS: Readonly<Record<string, string>> = {
  ec2: 'Amazon Elastic Compute Cloud (Amazon EC2): virtual servers, their disks, networks and keys.',
  sts: 'AWS Security Token Service (STS): who is calling.',
  s3api: 'Amazon Simple Storage Service (Amazon S3): one command for each of its operations.',
  s3: 'High-level commands over S3: list, copy, move and remove objects, and keep folders in step.',
}

/** Of the lab's operations and their members. */
export const LAB_DOCS: Readonly<
  Record<string, { readonly text: string; readonly members: Readonly<Record<string, string>> }>
> = {
  Advance: {
    text: 'Lets cloud time pass.',
    members: { By: 'How long: a number with ms, s, m, h or d, such as 10m or 1.5s.' },
  },
  CreateAccount: {
    text: 'Makes another account, with its own default network.',
    members: { Account: 'Its number, twelve digits.', Name: 'What it is called.' },
  },
  DescribeCosts: {
    text: 'Tells what your things have cost by now, a line for each thing and kind of use.',
    members: { Resources: 'Only of these: ids or refs.' },
  },
  DescribeEvents: {
    text: 'Lists what happened on your account, in order.',
    members: {
      Types: 'Only events of these types, such as compute.instance.running.',
      Subjects: 'Only events about these things: ids or refs.',
      MaxResults: 'Only the newest so many, at most 1,000.',
    },
  },
  DescribeHosts: {
    text: 'Lists the hosts of the Region, what is free on each, and which of your instances are there.',
    members: { HostIds: 'Only these hosts.' },
  },
  DescribePlacement: {
    text: 'Tells why instances stand on their hosts: which hosts there were, and which rule each failed.',
    members: {
      InstanceIds: 'Only of these instances.',
      RequestId: 'Only those that this call led to.',
    },
  },
  DescribeRefusals: {
    text: 'Lists your calls that were refused, with the reasons.',
    members: {
      Codes: 'Only refusals with these codes.',
      Operations: 'Only of these operations, such as RunInstances.',
      MaxResults: 'Only the newest so many, at most 1,000.',
    },
  },
  Fork: { text: 'Goes on from here as a new world, and keeps the future that was.', members: {} },
  Load: { text: 'Opens a world that was saved.', members: { Name: 'The file on the shelf.' } },
  Pace: {
    text: 'Sets how fast cloud time runs.',
    members: { Pace: 'Cloud seconds a second; 0 stops time.' },
  },
  Reset: { text: 'Begins the world anew.', members: {} },
  Save: {
    text: 'Writes the world to a file on the shelf.',
    members: { Name: 'The name of the file.' },
  },
  Seek: {
    text: 'Goes to another point of the past.',
    members: { To: 'A length of time since the beginning, such as 90s, or a time in ISO 8601.' },
  },
  SetQuota: {
    text: "Changes an account's quota.",
    members: {
      Account: 'The account; yours when it is left out.',
      Quota: 'Which one, such as standard-vcpus.',
      Value: 'Its new value.',
    },
  },
}
