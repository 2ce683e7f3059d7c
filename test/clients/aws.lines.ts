/** What the AWS CLI is asked, line by line, and what it says. `{name}` is what an earlier line printed. */

/** One line of the CLI. */
export interface Line {
  readonly line: readonly string[]
  /** the name under which later lines find what it printed */
  readonly as?: string
  /** on stdout */
  readonly says?: RegExp
  /** on stderr, with an exit code other than 0; lines without it must succeed in silence */
  readonly fails?: RegExp
}

const words = (text: string): readonly string[] => text.split(' ')
const line = (text: string, more: Omit<Line, 'line'> = {}): Line => ({ line: words(text), ...more })

/** EC2 and STS. */
export const COMPUTE: readonly Line[] = [
  line('sts get-caller-identity --query Arn --output text', {
    says: /^arn:aws:iam::123456789012:root$/m,
  }),
  line('ec2 create-key-pair --key-name cli --query KeyMaterial --output text', {
    says: /^-----BEGIN RSA PRIVATE KEY-----\n/,
  }),
  {
    line: [
      'ec2',
      'import-key-pair',
      '--key-name',
      'mine',
      '--public-key-material',
      'file://key.pub',
    ],
    fails: /key\.pub/,
  },
  line('ec2 describe-key-pairs --query KeyPairs[].KeyName --output text', { says: /^cli$/m }),
  {
    line: [
      ...words(
        'ec2 run-instances --image-id ami-0f3a5c1e7b2d94860 --instance-type t3.micro --count 1 --key-name cli',
      ),
      ...words(
        '--block-device-mappings DeviceName=/dev/xvda,Ebs={VolumeSize=9} --query Instances[0].InstanceId',
      ),
      ...[
        '--tag-specifications',
        'ResourceType=instance,Tags=[{Key=Name,Value=wéb 1}]',
        '--output',
        'text',
      ],
      ...['--user-data', '#!/bin/sh\necho hi'],
    ],
    as: 'vm',
    says: /^i-[0-9a-f]{17}\n$/,
  },
  line('ec2 wait instance-running --instance-ids {vm}', { says: /^$/ }),
  line(
    'ec2 describe-instances --instance-ids {vm} --query Reservations[0].Instances[0].Tags[0].Value',
    { says: /w(é|\\u00e9)b 1/ },
  ),
  line('ec2 describe-instances --filters Name=tag:Name,Values=w* --output table', {
    says: /\|\s+InstanceId\s+\|\s+i-/,
  }),
  line(
    'ec2 describe-instance-status --instance-ids {vm} --query InstanceStatuses[].InstanceState.Name --output text',
    { says: /^running$/m },
  ),
  line(
    'ec2 describe-instance-attribute --instance-id {vm} --attribute userData --query UserData.Value --output text',
    { says: /^IyEvYmluL3NoCmVjaG8gaGk=$/m },
  ),
  line(
    'ec2 describe-volumes --filters Name=attachment.instance-id,Values={vm} --query Volumes[].Size --output text',
    { says: /^9$/m },
  ),
  line('ec2 describe-network-interfaces --query length(NetworkInterfaces) --output text', {
    says: /^1$/m,
  }),
  line('ec2 create-tags --resources {vm} --tags Key=Role,Value='),
  line(
    'ec2 describe-tags --filters Name=resource-id,Values={vm} --query Tags[].Key --output text',
    { says: /^Name\tRole$/m },
  ),
  line('ec2 delete-tags --resources {vm} --tags Key=Role'),
  line('ec2 reboot-instances --instance-ids {vm}'),
  line('ec2 modify-instance-attribute --instance-id {vm} --no-disable-api-termination'),
  line(
    'ec2 stop-instances --instance-ids {vm} --query StoppingInstances[].CurrentState.Name --output text',
    { says: /^stopping$/m },
  ),
  line('ec2 wait instance-stopped --instance-ids {vm}'),
  line(
    'ec2 start-instances --instance-ids {vm} --query StartingInstances[].PreviousState.Code --output text',
    { says: /^80$/m },
  ),
  line('ec2 wait instance-running --instance-ids {vm}'),
  line(
    'ec2 terminate-instances --instance-ids {vm} --query TerminatingInstances[].InstanceId --output text',
    { says: /^i-/ },
  ),
  line('ec2 wait instance-terminated --instance-ids {vm}'),
  line('ec2 delete-key-pair --key-name cli'),
  line('ec2 describe-availability-zones --query AvailabilityZones[].ZoneName --output text', {
    says: /^us-east-1a\tus-east-1b/,
  }),
  line('ec2 describe-images --owners amazon --query length(Images)', { says: /^\d+$/m }),
  line(
    'ec2 describe-instance-types --instance-types t3.micro --query InstanceTypes[].VCpuInfo.DefaultVCpus --output text',
    { says: /^2$/m },
  ),
  line('ec2 describe-instance-types --page-size 5 --max-items 7 --query length(InstanceTypes)', {
    says: /^7$/m,
  }),
  line('ec2 describe-regions --query Regions[].RegionName --output text', { says: /us-east-1/ }),
  line(
    'ec2 describe-security-groups --group-names default --query SecurityGroups[].GroupName --output text',
    { says: /^default$/m },
  ),
  line('ec2 describe-subnets --query length(Subnets)', { says: /^\d+$/m }),
  line('ec2 describe-vpcs --query Vpcs[].CidrBlock --output text', {
    says: /^172\.31\.0\.0\/16$/m,
  }),
  line('ec2 run-instances --image-id ami-0f3a5c1e7b2d94860 --instance-type t3.micro --dry-run', {
    fails:
      /\(DryRunOperation\) when calling the RunInstances operation: Request would have succeeded, but DryRun flag is set\./,
  }),
  line('ec2 describe-instances --instance-ids i-0123456789abcdef0', {
    fails:
      /\(InvalidInstanceID\.NotFound\) when calling the DescribeInstances operation: The instance ID 'i-0123456789abcdef0' does not exist/,
  }),
  line('ec2 describe-snapshots', { fails: /\(InvalidAction\)/ }),
]

/** S3, operation by operation. */
export const OBJECTS: readonly Line[] = [
  line('s3api create-bucket --bucket cli-api', { says: /"Location": "\/cli-api"/ }),
  line('s3api head-bucket --bucket cli-api'),
  line('s3api get-bucket-location --bucket cli-api', { says: /"LocationConstraint": null/ }),
  line(
    's3api put-object --bucket cli-api --key a/b.txt --body hello.txt --content-type text/plain --metadata k=v',
    {
      says: /5d41402abc4b2a76b9719d911017c592/,
    },
  ),
  line('s3api put-object --bucket cli-api --key sum --body hello.txt --checksum-algorithm SHA256', {
    says: /"ChecksumSHA256": "LPJNul\+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="/,
  }),
  line('s3api head-object --bucket cli-api --key a/b.txt', { says: /"k": "v"/ }),
  line('s3api get-object --bucket cli-api --key a/b.txt --range bytes=1-3 got.txt', {
    says: /"ContentRange": "bytes 1-3\/5"/,
  }),
  line('s3api get-object-tagging --bucket cli-api --key a/b.txt', { says: /"TagSet": \[\]/ }),
  {
    line: [
      's3api',
      'copy-object',
      '--bucket',
      'cli-api',
      '--key',
      'é +',
      '--copy-source',
      'cli-api/a/b.txt',
    ],
    says: /"CopyObjectResult"/,
  },
  line('s3api list-buckets --query Buckets[].Name --output text', { says: /^cli-api$/m }),
  line('s3api list-objects --bucket cli-api --query Contents[].Key --output text', {
    says: /^a\/b\.txt\tsum\té \+$/m,
  }),
  line(
    's3api list-objects-v2 --bucket cli-api --delimiter / --query CommonPrefixes[].Prefix --output text',
    { says: /^a\/$/m },
  ),
  line('s3api list-objects-v2 --bucket cli-api --page-size 1 --max-items 2', {
    says: /"NextToken": "eyJ/,
  }),
  line('s3api delete-object --bucket cli-api --key sum', { says: /^$/ }),
  line('s3api wait object-not-exists --bucket cli-api --key sum'),
  line('s3api delete-bucket --bucket cli-api', {
    fails:
      /\(BucketNotEmpty\) when calling the DeleteBucket operation: The bucket you tried to delete is not empty/,
  }),
  {
    line: [
      's3api',
      'delete-objects',
      '--bucket',
      'cli-api',
      '--delete',
      '{"Objects":[{"Key":"é +"},{"Key":"a/b.txt"}]}',
    ],
    says: /"Key": "(é|\\u00e9) \+"/,
  },
  line('s3api delete-bucket --bucket cli-api'),
  line('s3api head-bucket --bucket cli-api', {
    fails: /\(404\) when calling the HeadBucket operation: Not Found/,
  }),
  line('s3api get-bucket-policy --bucket cli-api', { fails: /\(NotImplemented\)/ }),
]

/** S3 as a file system, by `aws s3`. */
export const FILES: readonly Line[] = [
  line('s3 mb s3://cli-s3', { says: /^make_bucket: cli-s3$/m }),
  line('s3 cp hello.txt s3://cli-s3/', {
    says: /upload: \.\/hello\.txt to s3:\/\/cli-s3\/hello\.txt/,
  }),
  line('s3 cp s3://cli-s3/hello.txt s3://cli-s3/copy.txt', {
    says: /copy: s3:\/\/cli-s3\/hello\.txt to s3:\/\/cli-s3\/copy\.txt/,
  }),
  line('s3 mv s3://cli-s3/copy.txt s3://cli-s3/moved/copy.txt', {
    says: /move: s3:\/\/cli-s3\/copy\.txt to s3:\/\/cli-s3\/moved\/copy\.txt/,
  }),
  line('s3 cp s3://cli-s3/hello.txt -', { says: /^hello$/ }),
  line('s3 ls', { says: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d cli-s3$/m }),
  line('s3 ls s3://cli-s3', {
    says: /^ {27}PRE moved\/\n\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {10}5 hello\.txt\n$/,
  }),
  line('s3 ls s3://cli-s3 --recursive --human-readable --summarize', {
    says: /Total Objects: 2\n {3}Total Size: 10 Bytes\n$/,
  }),
  line('s3 sync site s3://cli-s3/site', {
    says: /upload: site\/index\.html to s3:\/\/cli-s3\/site\/index\.html/,
  }),
  line('s3 sync site s3://cli-s3/site', { says: /^$/ }),
  line('s3 sync s3://cli-s3/site site2', {
    says: /download: s3:\/\/cli-s3\/site\/a\.txt to site2\/a\.txt/,
  }),
  line('s3 rm s3://cli-s3/site --recursive --exclude * --include *.html', {
    says: /^delete: s3:\/\/cli-s3\/site\/index\.html\n$/,
  }),
  line('s3 presign s3://cli-s3/hello.txt --expires-in 60', { as: 'url', says: /^http/ }),
  line('s3 rb s3://cli-s3', {
    fails: /remove_bucket failed: s3:\/\/cli-s3 An error occurred \(BucketNotEmpty\)/,
  }),
  line('s3 cp hello.txt s3://cli-nowhere/', {
    fails:
      /upload failed: \.\/hello\.txt to s3:\/\/cli-nowhere\/hello\.txt An error occurred \(NoSuchBucket\) when calling the PutObject operation: The specified bucket does not exist/,
  }),
  line('s3 cp s3://cli-s3/none here', {
    fails:
      /fatal error: An error occurred \(404\) when calling the HeadObject operation: (Key "none" does not exist|Not Found)/,
  }),
  line('s3 mb s3://cli-gone'),
  line('s3 rb s3://cli-gone', { says: /^remove_bucket: cli-gone$/m }),
]
