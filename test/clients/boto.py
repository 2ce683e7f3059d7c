"""What boto3 does with the endpoint: every check_* is one test, run in the order written.

Reads {"endpoint", "open", "files"} from stdin: two addresses (signatures checked; any taken) and a folder of files.
Writes {name: null or what went wrong}. A check may use what an earlier one made. Nothing of boto3 is changed; names
below localhost are resolved here, because not every machine does.
"""
import hashlib
import json
import os
import socket
import sys
import tempfile
import time
import traceback
import urllib.error
import urllib.request

import boto3
import botocore
from boto3.s3.transfer import TransferConfig
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

TASK = json.load(sys.stdin)
IMAGE = "ami-0f3a5c1e7b2d94860"
resolve = socket.getaddrinfo


def resolve_local(host, *args, **kwargs):
    if isinstance(host, str) and host.endswith(".localhost"):
        host = "127.0.0.1"
    return resolve(host, *args, **kwargs)


socket.getaddrinfo = resolve_local


def client(service, endpoint=TASK["endpoint"], **more):
    config = Config(retries={"max_attempts": 1}).merge(more.pop("config", Config()))
    return boto3.client(service, endpoint_url=endpoint, config=config, **more)


def path_style(**more):
    return client("s3", config=Config(s3={"addressing_style": "path"}), **more)


ec2 = client("ec2")
s3 = path_style()
soon = {"Delay": 0.05, "MaxAttempts": 100}


def refused(code, status, work, *args, **kwargs):
    """The error of a call, whose code and status must be these."""
    try:
        work(*args, **kwargs)
    except ClientError as error:
        found = error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]
        assert found == (code, status), found
        return error.response
    raise AssertionError(f"no {code}")


def equal(found, wanted):
    assert found == wanted, f"{found!r} is not {wanted!r}"


def launch(count=1, **more):
    answer = ec2.run_instances(
        ImageId=IMAGE, InstanceType="t3.micro", MinCount=count, MaxCount=count, **more
    )
    return [each["InstanceId"] for each in answer["Instances"]]


def check_identity():
    identity = client("sts").get_caller_identity()
    equal(identity["Account"], "123456789012")
    equal(identity["Arn"], "arn:aws:iam::123456789012:root")


def check_instance_life():
    [vm] = launch(TagSpecifications=[
        {"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "wéb \u2603 <&>"}]}
    ])
    for waiter in ("instance_exists", "instance_running", "instance_status_ok"):
        ec2.get_waiter(waiter).wait(InstanceIds=[vm], WaiterConfig=soon)
    [found] = ec2.describe_instances(InstanceIds=[vm])["Reservations"]
    [instance] = found["Instances"]
    equal(instance["State"], {"Code": 16, "Name": "running"})
    equal(instance["Tags"], [{"Key": "Name", "Value": "wéb \u2603 <&>"}])
    assert abs(instance["LaunchTime"].timestamp() - time.time()) < 86400 * 30, instance["LaunchTime"]
    ec2.reboot_instances(InstanceIds=[vm])
    [change] = ec2.stop_instances(InstanceIds=[vm])["StoppingInstances"]
    equal(change["PreviousState"]["Name"], "running")
    ec2.get_waiter("instance_stopped").wait(InstanceIds=[vm], WaiterConfig=soon)
    ec2.modify_instance_attribute(InstanceId=vm, InstanceType={"Value": "t3.medium"})
    equal(
        ec2.describe_instance_attribute(InstanceId=vm, Attribute="instanceType")["InstanceType"],
        {"Value": "t3.medium"},
    )
    ec2.start_instances(InstanceIds=[vm])
    ec2.get_waiter("instance_running").wait(InstanceIds=[vm], WaiterConfig=soon)
    ec2.terminate_instances(InstanceIds=[vm])
    ec2.get_waiter("instance_terminated").wait(InstanceIds=[vm], WaiterConfig=soon)


def check_paginators():
    made = launch(7)
    pages = list(
        ec2.get_paginator("describe_instances").paginate(
            Filters=[{"Name": "instance-id", "Values": made}], PaginationConfig={"PageSize": 5}
        )
    )
    found = [i["InstanceId"] for p in pages for r in p["Reservations"] for i in r["Instances"]]
    equal(sorted(found), sorted(made))
    ec2.terminate_instances(InstanceIds=made)
    names = [
        each["InstanceType"]
        for page in ec2.get_paginator("describe_instance_types").paginate(
            PaginationConfig={"PageSize": 5}
        )
        for each in page["InstanceTypes"]
    ]
    assert "t3.micro" in names and len(names) == len(set(names)) > 10, names


def check_every_describe():
    for name in (
        "availability_zones", "images", "instance_status", "instance_types", "instances", "key_pairs",
        "network_interfaces", "regions", "security_groups", "subnets", "tags", "volumes", "vpcs",
    ):
        answer = getattr(ec2, f"describe_{name}")()
        equal(answer["ResponseMetadata"]["HTTPStatusCode"], 200)
    [vpc] = ec2.describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"]
    equal(vpc["CidrBlock"], "172.31.0.0/16")


def check_key_pairs():
    made = ec2.create_key_pair(KeyName="boto key", KeyType="ed25519")
    assert made["KeyMaterial"].startswith("-----BEGIN OPENSSH PRIVATE KEY-----"), made
    [found] = ec2.describe_key_pairs(KeyNames=["boto key"])["KeyPairs"]
    equal(found["KeyPairId"], made["KeyPairId"])
    refused("InvalidKeyPair.Duplicate", 400, ec2.create_key_pair, KeyName="boto key")
    ec2.delete_key_pair(KeyName="boto key")
    refused("InvalidKeyPair.NotFound", 400, ec2.describe_key_pairs, KeyNames=["boto key"])


def check_ec2_errors():
    refused("InvalidInstanceID.Malformed", 400, ec2.describe_instances, InstanceIds=["nothing"])
    refused(
        "InvalidInstanceID.NotFound", 400, ec2.terminate_instances, InstanceIds=["i-0123456789abcdef0"]
    )
    refused(
        "DryRunOperation", 412, ec2.run_instances,
        ImageId=IMAGE, InstanceType="t3.micro", MinCount=1, MaxCount=1, DryRun=True,
    )
    refused("InvalidAction", 400, ec2.describe_account_attributes)


def check_ec2_resource():
    resource = boto3.resource("ec2", endpoint_url=TASK["endpoint"])
    [vm] = resource.create_instances(ImageId=IMAGE, InstanceType="t3.micro", MinCount=1, MaxCount=1)
    vm.create_tags(Tags=[{"Key": "Role", "Value": "x"}])
    equal(vm.private_ip_address.split(".")[:2], ["172", "31"])
    found = resource.instances.filter(Filters=[{"Name": "tag:Role", "Values": ["x"]}])
    equal([each.id for each in found], [vm.id])
    equal([each.id for each in vm.volumes.all()], [v.id for v in resource.volumes.all() if v.attachments[0]["InstanceId"] == vm.id])
    vm.terminate()


def check_bucket_life():
    s3.create_bucket(Bucket="boto-life")
    s3.get_waiter("bucket_exists").wait(Bucket="boto-life", WaiterConfig={"Delay": 0, "MaxAttempts": 1})
    assert not s3.get_bucket_location(Bucket="boto-life").get("LocationConstraint")
    put = s3.put_object(
        Bucket="boto-life", Key="a", Body=b"hello", ContentType="text/plain", Metadata={"k": "v"}
    )
    equal(put["ETag"], '"5d41402abc4b2a76b9719d911017c592"')
    s3.get_waiter("object_exists").wait(Bucket="boto-life", Key="a")
    got = s3.get_object(Bucket="boto-life", Key="a")
    equal((got["Body"].read(), got["ContentType"], got["Metadata"]), (b"hello", "text/plain", {"k": "v"}))
    part = s3.get_object(Bucket="boto-life", Key="a", Range="bytes=1-3")
    equal((part["Body"].read(), part["ContentRange"]), (b"ell", "bytes 1-3/5"))
    equal(part["ResponseMetadata"]["HTTPStatusCode"], 206)
    equal(s3.head_object(Bucket="boto-life", Key="a")["ContentLength"], 5)
    copy = s3.copy_object(Bucket="boto-life", Key="b é", CopySource={"Bucket": "boto-life", "Key": "a"})
    equal(copy["CopyObjectResult"]["ETag"], put["ETag"])
    equal(s3.get_object_tagging(Bucket="boto-life", Key="a")["TagSet"], [])
    assert [each for each in s3.list_buckets()["Buckets"] if each["Name"] == "boto-life"]
    equal([each["Key"] for each in s3.list_objects(Bucket="boto-life")["Contents"]], ["a", "b é"])
    deleted = s3.delete_objects(
        Bucket="boto-life", Delete={"Objects": [{"Key": "a"}, {"Key": "b é"}, {"Key": "none"}]}
    )
    equal(sorted(each["Key"] for each in deleted["Deleted"]), ["a", "b é", "none"])
    s3.put_object(Bucket="boto-life", Key="last", Body=b"")
    s3.delete_object(Bucket="boto-life", Key="last")
    s3.get_waiter("object_not_exists").wait(Bucket="boto-life", Key="last")
    s3.delete_bucket(Bucket="boto-life")
    s3.get_waiter("bucket_not_exists").wait(Bucket="boto-life")


KEYS = ["plain", "a b", "a+b", "é/ü/\u2603", "\U0001f600", "a//b", "../up", "./here", "%2F", "q?x=1&y", "tab\tnew\nline", "~!@#$^&*()_=-;:'\",.<>|\\{}[]`"]


def check_keys_in_both_address_styles():
    virtual = client(
        "s3", endpoint=TASK["endpoint"].replace("127.0.0.1", "localhost"),
        config=Config(s3={"addressing_style": "virtual"}),
    )
    seen = []
    virtual.meta.events.register("before-send.s3.*", lambda request, **_: seen.append(request.url))
    virtual.create_bucket(Bucket="boto-keys")
    for i, key in enumerate(KEYS):
        (virtual if i % 2 else s3).put_object(Bucket="boto-keys", Key=key, Body=key.encode())
    for style in (virtual, s3):
        for key in KEYS:
            equal(style.get_object(Bucket="boto-keys", Key=key)["Body"].read(), key.encode())
        listed = [each["Key"] for each in style.list_objects_v2(Bucket="boto-keys")["Contents"]]
        equal(listed, sorted(KEYS, key=lambda key: key.encode()))
    assert any("//boto-keys.localhost" in url for url in seen), seen[:3]


def check_listing_pages():
    s3.create_bucket(Bucket="boto-pages")
    keys = sorted(f"{c}/{i:02d}" for c in "abc" for i in range(9))
    for key in keys:
        s3.put_object(Bucket="boto-pages", Key=key)
    for name in ("list_objects", "list_objects_v2"):
        pages = s3.get_paginator(name).paginate(
            Bucket="boto-pages", PaginationConfig={"PageSize": 4}
        )
        equal([each["Key"] for page in pages for each in page["Contents"]], keys)
        pages = s3.get_paginator(name).paginate(
            Bucket="boto-pages", Delimiter="/", PaginationConfig={"PageSize": 2}
        )
        equal([each["Prefix"] for page in pages for each in page["CommonPrefixes"]], ["a/", "b/", "c/"])
    answer = s3.list_objects_v2(Bucket="boto-pages", MaxKeys=0)
    equal((answer["KeyCount"], answer["IsTruncated"]), (0, False))


def check_checksums():
    names = {"CRC32": "ChecksumCRC32", "SHA1": "ChecksumSHA1", "SHA256": "ChecksumSHA256"}
    try:
        import awscrt  # noqa: F401
        names["CRC32C"] = "ChecksumCRC32C"
        if tuple(map(int, botocore.__version__.split(".")[:2])) >= (1, 36):
            names["CRC64NVME"] = "ChecksumCRC64NVME"
    except ImportError:
        pass
    s3.create_bucket(Bucket="boto-sums")
    for name, member in names.items():
        put = s3.put_object(Bucket="boto-sums", Key=name, Body=b"hello" * 1000, ChecksumAlgorithm=name)
        got = s3.get_object(Bucket="boto-sums", Key=name, ChecksumMode="ENABLED")
        equal(got["Body"].read(), b"hello" * 1000)
        equal((put[member], got[member]), (put[member], put[member]))
    wrong = {"Bucket": "boto-sums", "Key": "x", "Body": b"hello"}
    refused("BadDigest", 400, s3.put_object, **wrong, ChecksumSHA256=hashlib_base64(b"other"))
    refused("InvalidRequest", 400, s3.put_object, **wrong, ChecksumSHA256="x")


def hashlib_base64(data):
    import base64
    return base64.b64encode(hashlib.sha256(data).digest()).decode()


def check_stream_bodies():
    """A body of unknown checksum over a plain connection is signed chunk by chunk or once more as a whole."""
    class Slow:
        def __init__(self, data):
            self.data, self.at = data, 0

        def read(self, size=-1):
            size = len(self.data) if size is None or size < 0 else min(size, 1000)
            part = self.data[self.at:self.at + size]
            self.at += len(part)
            return part

        def seek(self, at, whence=0):
            self.at = at if whence == 0 else (self.at + at if whence == 1 else len(self.data) + at)
            return self.at

        def tell(self):
            return self.at

        def __len__(self):
            return len(self.data)

    s3.create_bucket(Bucket="boto-streams")
    data = bytes(range(256)) * 100
    s3.put_object(Bucket="boto-streams", Key="a", Body=Slow(data), ChecksumAlgorithm="SHA256")
    equal(s3.get_object(Bucket="boto-streams", Key="a")["Body"].read(), data)


def check_s3_errors():
    missing = refused("NoSuchBucket", 404, s3.list_objects_v2, Bucket="boto-nowhere")
    equal(missing["Error"]["BucketName"], "boto-nowhere")
    equal(missing["Error"]["Message"], "The specified bucket does not exist")
    assert missing["ResponseMetadata"]["RequestId"] and missing["ResponseMetadata"]["HostId"], missing
    s3.create_bucket(Bucket="boto-errors")
    s3.create_bucket(Bucket="boto-errors")
    gone = refused("NoSuchKey", 404, s3.get_object, Bucket="boto-errors", Key="none")
    equal(gone["Error"]["Key"], "none")
    refused("404", 404, s3.head_object, Bucket="boto-errors", Key="none")
    refused("404", 404, s3.head_bucket, Bucket="boto-nowhere")
    s3.put_object(Bucket="boto-errors", Key="a", Body=b"hello")
    refused("BucketNotEmpty", 409, s3.delete_bucket, Bucket="boto-errors")
    refused("InvalidBucketName", 400, s3.create_bucket, Bucket="Boto-Errors")
    refused("304", 304, s3.get_object, Bucket="boto-errors", Key="a", IfNoneMatch='"5d41402abc4b2a76b9719d911017c592"')
    refused("PreconditionFailed", 412, s3.get_object, Bucket="boto-errors", Key="a", IfMatch='"x"')
    refused("412", 412, s3.head_object, Bucket="boto-errors", Key="a", IfMatch='"x"')
    refused("InvalidRange", 416, s3.get_object, Bucket="boto-errors", Key="a", Range="bytes=9-")
    refused("NotImplemented", 501, s3.get_bucket_policy, Bucket="boto-errors")
    refused("KeyTooLongError", 400, s3.put_object, Bucket="boto-errors", Key="k" * 1025)


def check_s3_resource():
    resource = boto3.resource("s3", endpoint_url=TASK["endpoint"], config=Config(s3={"addressing_style": "path"}))
    bucket = resource.create_bucket(Bucket="boto-resource")
    bucket.put_object(Key="a/1", Body=b"one")
    resource.Object("boto-resource", "a/2").put(Body=b"two")
    equal([each.key for each in bucket.objects.filter(Prefix="a/")], ["a/1", "a/2"])
    bucket.objects.all().delete()
    bucket.delete()


def fetch(url, method="GET", data=None):
    """Status and body of a bare request."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, method=method)) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def check_presigned_urls():
    signer = client("s3", config=Config(signature_version="s3v4", s3={"addressing_style": "path"}))
    signer.create_bucket(Bucket="boto-presigned")
    what = {"Bucket": "boto-presigned", "Key": "a b/é"}
    put = signer.generate_presigned_url("put_object", Params=what, ExpiresIn=60)
    equal(fetch(put, "PUT", b"by url"), (200, b""))
    get = signer.generate_presigned_url("get_object", Params=what, ExpiresIn=60)
    equal(fetch(get), (200, b"by url"))
    status, body = fetch(get.replace("boto-presigned", "boto-errors"))
    assert status == 403 and b"<Code>SignatureDoesNotMatch</Code>" in body, body
    late = signer.generate_presigned_url("get_object", Params=what, ExpiresIn=1)
    changed = late.replace("X-Amz-Expires=1&", "X-Amz-Expires=2&")
    status, body = fetch(changed)
    assert status == 403 and b"<Code>SignatureDoesNotMatch</Code>" in body, body


def check_wrong_keys():
    wrong = dict(aws_access_key_id="AKIAIOSFODNN7EXAMPLE", aws_secret_access_key="wrong")
    unknown = dict(aws_access_key_id="AKIAUNKNOWN", aws_secret_access_key="x")
    described = refused("SignatureDoesNotMatch", 403, path_style(**wrong).list_buckets)
    assert "StringToSign" in described["Error"], described["Error"]
    refused("InvalidAccessKeyId", 403, path_style(**unknown).list_buckets)
    refused("AuthFailure", 401, client("ec2", **wrong).describe_vpcs)
    refused("AuthFailure", 401, client("ec2", **unknown).describe_vpcs)
    refused("SignatureDoesNotMatch", 403, client("sts", **wrong).get_caller_identity)
    refused("InvalidClientTokenId", 403, client("sts", **unknown).get_caller_identity)
    refused("AccessDenied", 403, client("s3", config=Config(signature_version=UNSIGNED)).list_buckets)


def check_a_client_of_another_region_is_led_to_the_right_one():
    strayed = path_style(region_name="eu-west-1")
    codes = []
    strayed.meta.events.register_first(
        "needs-retry.s3.*",
        lambda response, **_: codes.append(response[1].get("Error", {}).get("Code")) if response else None,
    )
    equal(strayed.list_objects_v2(Bucket="boto-errors")["KeyCount"], 1)
    equal(codes, ["AuthorizationHeaderMalformed", None])


def check_accounts_of_an_open_endpoint():
    def account(key):
        keys = dict(aws_access_key_id=key, aws_secret_access_key="any")
        return client("sts", TASK["open"], **keys).get_caller_identity()["Account"]
    equal(account("whoever"), "123456789012")
    equal(account("111122223333"), "111122223333")
    equal(account("111122223333"), "111122223333")
    mine = client("s3", TASK["open"], config=Config(s3={"addressing_style": "path"}))
    theirs = client(
        "s3", TASK["open"], config=Config(s3={"addressing_style": "path"}),
        aws_access_key_id="111122223333", aws_secret_access_key="any",
    )
    mine.create_bucket(Bucket="boto-mine")
    refused("AccessDenied", 403, theirs.list_objects_v2, Bucket="boto-mine")
    refused("BucketAlreadyExists", 409, theirs.create_bucket, Bucket="boto-mine")
    unsigned = client("s3", TASK["open"], config=Config(signature_version=UNSIGNED, s3={"addressing_style": "path"}))
    equal([each["Name"] for each in unsigned.list_buckets()["Buckets"]], ["boto-mine"])


def check_files_round_trip():
    """Every file of the folder by upload_file and download_file, with checksums, compared by SHA-256."""
    s3.create_bucket(Bucket="boto-files")
    config = TransferConfig(max_concurrency=4)
    algorithms = ["CRC32", "SHA256", None]
    files = TASK["files"]
    names = sorted(os.path.relpath(os.path.join(at, name), files) for at, _, all in os.walk(files) for name in all)
    assert len(names) == 200, len(names)
    with tempfile.TemporaryDirectory() as back:
        for i, name in enumerate(names):
            algorithm = algorithms[i % 3]
            extra = {"ChecksumAlgorithm": algorithm} if algorithm else {}
            s3.upload_file(os.path.join(files, name), "boto-files", name, ExtraArgs=extra, Config=config)
        for name in names:
            target = os.path.join(back, name)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            s3.download_file("boto-files", name, target, ExtraArgs={"ChecksumMode": "ENABLED"}, Config=config)
            equal(digest(target), digest(os.path.join(files, name)))
    equal([each["Key"] for each in s3.list_objects_v2(Bucket="boto-files")["Contents"]], sorted(names, key=str.encode))


def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def main():
    results = {}
    for name, check in list(globals().items()):
        if not name.startswith("check_"):
            continue
        begun = time.time()
        try:
            check()
            results[name] = None
        except Exception as error:
            results[name] = "".join(traceback.format_exception(error)[-3:])
        print(f"{name} {time.time() - begun:.2f} s", file=sys.stderr)
    json.dump({"version": boto3.__version__, "results": results}, sys.stdout)


main()
