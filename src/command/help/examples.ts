/**
 * A line for each command that works in a lab with an instance, a key pair `my-key` and a bucket `my-bucket`.
 *
 * A test runs every one of them there.
 */

const ID =
  "$(aws ec2 describe-instances --query 'Reservations[0].Instances[0].InstanceId' --output text)"
const IMAGE = "$(aws ec2 describe-images --query 'Images[0].ImageId' --output text)"
const OBJECT = '--bucket my-bucket --key hello.txt'

/** By operation, without the program and the service. */
export const EXAMPLES: Readonly<Record<string, string>> = {
  'ec2 create-key-pair': '--key-name another-key --query KeyMaterial --output text',
  'ec2 create-tags': `--resources ${ID} --tags Key=Name,Value=web`,
  'ec2 delete-key-pair': '--key-name my-key',
  'ec2 delete-tags': `--resources ${ID} --tags Key=Name`,
  'ec2 describe-availability-zones': '--output table',
  'ec2 describe-images': "--query 'Images[].[ImageId,Name]' --output text",
  'ec2 describe-instance-attribute': `--instance-id ${ID} --attribute instanceType`,
  'ec2 describe-instance-status': '--include-all-instances',
  'ec2 describe-instance-types': '--instance-types t3.micro',
  'ec2 describe-instances': '--filters Name=instance-state-name,Values=running --output table',
  'ec2 describe-key-pairs': '--key-names my-key',
  'ec2 describe-network-interfaces': "--query 'NetworkInterfaces[].PrivateIpAddress'",
  'ec2 describe-regions': '--output text',
  'ec2 describe-security-groups': '--filters Name=group-name,Values=default',
  'ec2 describe-subnets': "--query 'Subnets[].[SubnetId,CidrBlock]' --output table",
  'ec2 describe-tags': '--filters Name=key,Values=Name',
  'ec2 describe-volumes': '--filters Name=status,Values=in-use',
  'ec2 describe-vpcs': "--query 'Vpcs[0].CidrBlock'",
  'ec2 import-key-pair': '--key-name imported --public-key-material fileb://key.pub',
  'ec2 modify-instance-attribute': `--instance-id ${ID} --disable-api-termination`,
  'ec2 reboot-instances': `--instance-ids ${ID}`,
  'ec2 run-instances': `--image-id ${IMAGE} --instance-type t3.micro --key-name my-key --count 2`,
  'ec2 start-instances': `--instance-ids ${ID}`,
  'ec2 stop-instances': `--instance-ids ${ID}`,
  'ec2 terminate-instances': `--instance-ids ${ID}`,
  'ec2 wait': `instance-running --instance-ids ${ID}`,
  'sts get-caller-identity': '--query Arn --output text',
  's3api copy-object': '--bucket my-bucket --key copy.txt --copy-source my-bucket/hello.txt',
  's3api create-bucket': '--bucket another-bucket-7f3a',
  's3api delete-bucket': '--bucket empty-bucket',
  's3api delete-object': OBJECT,
  's3api delete-objects': "--bucket my-bucket --delete 'Objects=[{Key=hello.txt},{Key=copy.txt}]'",
  's3api get-bucket-location': '--bucket my-bucket',
  's3api get-object': `${OBJECT} hello.txt`,
  's3api get-object-tagging': OBJECT,
  's3api head-bucket': '--bucket my-bucket',
  's3api head-object': OBJECT,
  's3api list-buckets': "--query 'Buckets[].Name'",
  's3api list-objects': '--bucket my-bucket --prefix hello',
  's3api list-objects-v2': '--bucket my-bucket --delimiter /',
  's3api put-object': `${OBJECT} --body hello.txt`,
  's3 ls': 's3://my-bucket --recursive --human-readable',
  's3 cp': 'hello.txt s3://my-bucket/hello.txt',
  's3 mv': 's3://my-bucket/hello.txt s3://my-bucket/moved.txt',
  's3 rm': 's3://my-bucket/hello.txt',
  's3 sync': '. s3://my-bucket/files',
  's3 mb': 's3://another-bucket-7f3a',
  's3 rb': 's3://empty-bucket',
  's3 presign': 's3://my-bucket/hello.txt --expires-in 600',
  'lab advance': '--by 10m',
  'lab create-account': '--account 222222222222 --name Second',
  'lab fork': '',
  'lab load': '--name lesson.world',
  'lab pace': '--pace 60',
  'lab reset': '',
  'lab save': '--name lesson.world',
  'lab seek': '--to 90s',
  'lab set-quota': '--quota standard-vcpus --value 64',
}
