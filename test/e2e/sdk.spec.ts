/** The AWS SDK in the page: real clients, real signatures, and nothing that leaves the page. */
import { gzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { expect, test } from './fixture.ts'
import { idle, open } from './page.ts'

const BUDGET_BYTES = 150_000

test('the SDK is loaded when it is asked for, within its budget', async ({ page }) => {
  await open(page, '#/sandbox')
  const sizes: Promise<number>[] = []
  page.on('response', (response) => {
    if (!new URL(response.url()).pathname.endsWith('.js')) return
    sizes.push(response.body().then((body) => gzipSync(body, { level: 9 }).length))
  })
  await page.evaluate(async () => {
    await window.cloudglass.sdk()
  })
  const sum = (await Promise.all(sizes)).reduce((a, b) => a + b, 0)
  console.log(`gzip: SDK ${sum} B in ${sizes.length} scripts`)
  expect(sum).toBeGreaterThan(50_000)
  expect(sum).toBeLessThanOrEqual(BUDGET_BYTES)
})

/** Launches one machine by the SDK and asks, frame after frame, until it runs. */
const launchBySdk = (page: Page): Promise<{ account?: string; states: string[] }> =>
  page.evaluate(async () => {
    const { ec2, sts, commands } = await window.cloudglass.sdk()
    const { Account } = await sts.send(new commands.GetCallerIdentityCommand({}))
    const Filters = [{ Name: 'architecture', Values: ['x86_64'] }]
    const images = await ec2.send(
      new commands.DescribeImagesCommand({ Owners: ['amazon'], Filters }),
    )
    const launched = await ec2.send(
      new commands.RunInstancesCommand({
        ImageId: images.Images?.[0]?.ImageId,
        InstanceType: 't3.micro',
        MinCount: 1,
        MaxCount: 1,
      }),
    )
    const InstanceIds = [launched.Instances?.[0]?.InstanceId ?? '']
    const states = new Set<string>()
    while (!states.has('running')) {
      await new Promise(requestAnimationFrame)
      const found = await ec2.send(new commands.DescribeInstancesCommand({ InstanceIds }))
      states.add(found.Reservations?.[0]?.Instances?.[0]?.State?.Name ?? '')
    }
    return { ...(Account && { account: Account }), states: [...states] }
  })

test('a machine launched by the SDK stands in the Region', async ({ page }) => {
  await open(page, '#/sandbox')
  expect(await launchBySdk(page)).toEqual({
    account: '123456789012',
    states: ['pending', 'running'],
  })
  await idle(page)
  const machines = page.getByRole('region', { name: 'Your machines' }).getByRole('button')
  await expect(machines).toHaveCount(1)
  await expect(machines).toContainText('running')
})

test('objects go in and out by the SDK, in every form that a page has', async ({ page }) => {
  await open(page, '#/sandbox')
  const found = await page.evaluate(async () => {
    const { s3, commands } = await window.cloudglass.sdk()
    const Bucket = 'from-the-page'
    await s3.send(new commands.CreateBucketCommand({ Bucket }))
    const bodies = {
      text: 'grün',
      bytes: new TextEncoder().encode('grün'),
      blob: new Blob(['grün']),
      stream: new Response('grün').body ?? '',
    }
    const read: Record<string, string | undefined> = {}
    for (const [Key, Body] of Object.entries(bodies)) {
      await s3.send(new commands.PutObjectCommand({ Bucket, Key, Body, ContentLength: 5 }))
      const got = await s3.send(new commands.GetObjectCommand({ Bucket, Key }))
      read[Key] = await got.Body?.transformToString()
    }
    const listed = await s3.send(new commands.ListObjectsV2Command({ Bucket }))
    const { Buckets } = await s3.send(new commands.ListBucketsCommand({}))
    const refusal = await s3
      .send(new commands.GetObjectCommand({ Bucket, Key: 'none' }))
      .catch((error: Error) => error.name)
    return {
      read,
      keys: listed.Contents?.map((each) => each.Key),
      buckets: Buckets?.map((each) => each.Name),
      refusal,
    }
  })
  expect(found).toEqual({
    read: { text: 'grün', bytes: 'grün', blob: 'grün', stream: 'grün' },
    keys: ['blob', 'bytes', 'stream', 'text'],
    buckets: ['from-the-page'],
    refusal: 'NoSuchKey',
  })
})

test('a refusal is one call: the SDK finds nothing wrong with the clock', async ({ page }) => {
  await open(page, '#/sandbox')
  const refused = await page.evaluate(async () => {
    const { ec2, s3, commands } = await window.cloudglass.sdk()
    const attempts: unknown[] = []
    const note = (error: { name: string; $metadata: { attempts?: number } }) =>
      attempts.push([error.name, error.$metadata.attempts])
    await s3.send(new commands.CreateBucketCommand({ Bucket: 'My_Bucket' })).catch(note)
    await ec2.send(new commands.StopInstancesCommand({ InstanceIds: ['i-1'] })).catch(note)
    return attempts
  })
  expect(refused).toEqual([
    ['InvalidBucketName', 1],
    ['InvalidInstanceID.Malformed', 1],
  ])
})
