/**
 * What `npm run lessons -- new ID` writes: a small lesson that is whole, with one step of each kind, to be changed
 * piece by piece while it stays whole.
 */

/** `ID-OF-IT` stands for the lesson's id. */
const LESSON_YAML = `id: ID-OF-IT
schema: 1
world:
  seed: ID-OF-IT
  scenario: empty
  setUp:
    - aws s3 mb s3://ID-OF-IT-notes
scene: region
minutes: 6
skills: [launch, stop]
sources: ['1.1']
variables:
  image: aws ec2 describe-images --filters Name=architecture,Values=x86_64 --query 'Images[0].ImageId' --output text
  web: aws ec2 describe-instances --filters Name=tag:Name,Values=web --query 'Reservations[].Instances[].InstanceId' --output text
  second: aws ec2 describe-instances --filters Name=tag:Name,Values=second --query 'Reservations[].Instances[].InstanceId' --output text
steps:
  - id: launch
    kind: observe
    panel: machines
    beats: [compute.placement.chosen, compute.instance.running]
    run:
      - aws ec2 run-instances --image-id $image --instance-type t3.micro --tag-specifications 'ResourceType=instance,Tags=[{Key=Name,Value=web}]'

  - id: count
    kind: predict
    run:
      - aws ec2 stop-instances --instance-ids $web
    beats: [compute.instance.stopped]
    prediction:
      amount:
        least: 0
        most: 5
        step: 1
        within: 0
        unit: machines
        answer: aws ec2 describe-instances --query 'length(Reservations[].Instances[])'

  - id: again
    kind: do
    palette: [ec2 start-instances, ec2 terminate-instances]
    requirements:
      runs:
        run: aws ec2 describe-instances --instance-ids $web --query 'Reservations[].Instances[].State.Name'
        is: [running]
    acts:
      start:
        - aws ec2 start-instances --instance-ids $web
    feedback:
      gone:
        run: aws ec2 describe-instances --instance-ids $web --query 'Reservations[].Instances[].State.Name'
        is: [terminated]

  - id: where
    kind: predict
    run:
      - aws ec2 run-instances --image-id $image --instance-type t3.micro --tag-specifications 'ResourceType=instance,Tags=[{Key=Name,Value=second}]'
    beats: [compute.placement.chosen, compute.instance.running]
    prediction:
      picture:
        view: region
        options: zones[].racks[].hosts[].ref
        answer: lab describe-placement --instance-ids $second --query 'Placements[-1].Chosen.Ref' --output text

  - id: next
    kind: predict
    run:
      - aws ec2 stop-instances --instance-ids $web
    beats: [compute.instance.stopped]
    prediction:
      choices:
        stays:
          run: aws ec2 describe-instances --instance-ids $web --query 'length(Reservations)'
          is: 1
        goes:
          run: aws ec2 describe-instances --instance-ids $web --query 'length(Reservations)'
          is: 0
    saw:
      stopped:
        run: aws ec2 describe-instances --instance-ids $web --query 'Reservations[0].Instances[0].State.Name'
        is: stopped
      left:
        run: aws ec2 describe-instances --instance-ids $web --query 'Reservations[0].Instances[0].State.Name'
        is: terminated

  - id: why
    kind: explain
    parts:
      cause:
        call:
          run: aws ec2 describe-instances --instance-ids $web --query 'contains(Reservations[0].Instances[0].StateTransitionReason, \`User initiated\`)'
        chance:
          run: aws ec2 describe-instances --instance-ids $web --query 'contains(Reservations[0].Instances[0].StateTransitionReason, \`Server\`)'
      decider:
        you:
          run: aws ec2 describe-instances --instance-ids $web --query 'contains(Reservations[0].Instances[0].StateTransitionReason, \`User\`)'
        amazon:
          run: aws ec2 describe-instances --instance-ids $web --query 'contains(Reservations[0].Instances[0].StateTransitionReason, \`Service\`)'
      change:
        start:
          run: aws ec2 describe-instances --instance-ids $web --query 'Reservations[0].Instances[0].State.Name'
          is: stopped
        launch:
          run: aws ec2 describe-instances --instance-ids $web --query 'Reservations[0].Instances[0].State.Name'
          is: terminated

  - id: three
    kind: challenge
    requirements:
      all:
        run: aws ec2 describe-instances --filters Name=instance-state-name,Values=running --query 'length(Reservations[].Instances[])'
        is: 3
    feedback:
      two:
        run: aws ec2 describe-instances --filters Name=instance-state-name,Values=running --query 'length(Reservations[].Instances[])'
        is: 2
`

const lessonYaml = (id: string): string => LESSON_YAML.replaceAll('ID-OF-IT', id)

const WORDS = `# A lesson to change

Three machines run at the end of it.

## lesson

### question

Three machines run now. Which of them would you miss?

### note

Say here what whoever teaches with this lesson should know.

## launch

### title

Launch one

### prompt

A machine is about to start. Watch what happens, and in which order.

### go

Launch it

### beat compute.placement.chosen

#### A place is chosen

The first thing that happens is a decision.

### after

The machine {web} runs.

## count

### title

Count them

### prompt

The machine is about to be stopped. How many machines will your account have then?

### right

Yes: a stopped machine is still there.

### wrong

The stopped machine counts too.

### after

Stopping takes nothing away.

## again

### title

Start it again

### prompt

Let the machine run again.

### requirement runs

The machine runs

### act start

Start it

### feedback gone

You terminated it, and a terminated machine cannot be started again.

### hint 1

Look for the command that is the opposite of stopping.

### after

It runs again.

## where

### title

Where will it go?

### prompt

A second machine is about to start. Point at the place where you think it will go.

### right

Yes, that one.

### wrong

It went to another place.

### after

The second machine is {second}.

## next

### title

Stop it

### prompt

The first machine is about to be stopped once more. What becomes of it?

### choice stays

It stays in the list

### choice stays feedback

Yes: it can be started again.

### choice goes

It leaves the list

### choice goes feedback

Only terminating takes a machine away.

### saw

What did you see?

### saw stopped

It was stopped

### saw stopped feedback

Stopped machines stay in the list.

### saw left

It was gone

### saw left feedback

Look again: it is still in the list.

### after

A stopped machine keeps its place in the list.

## why

### title

Why did it stop?

### prompt

Say what led to it.

### cause

What caused it?

### cause call

A command of yours

### cause call feedback

Yes.

### cause chance

A fault of theirs

### cause chance feedback

Nothing broke.

### decider

Who decided it?

### decider you

Your own account

### decider you feedback

Yes.

### decider amazon

The cloud itself

### decider amazon feedback

The cloud did what it was told.

### change

What is the smallest change that lets it run?

### change start

Start it again

### change start feedback

Yes.

### change launch

Launch another one

### change launch feedback

That is more than is needed.

### after

You stopped it, and you can start it.

## three

### title

Three of them

### prompt

Let three machines run at once.

### requirement all

Three machines run

### feedback two

Two machines run; three are needed.

### after

All three run.
`

const SOLUTION = `# step: again
aws ec2 start-instances --instance-ids $web

# step: three
aws ec2 start-instances --instance-ids $web
aws ec2 run-instances --image-id $image --instance-type t3.micro
`

const ALT = `# step: three
aws ec2 run-instances --image-id $image --instance-type t3.micro --count 2
`

const GONE = `# step: again
aws ec2 terminate-instances --instance-ids $web
`

const TWO = `# step: three
aws ec2 start-instances --instance-ids $web
`

/** The files of a new lesson by their names in its folder. */
export const lessonTemplate = (id: string): Readonly<Record<string, string>> => ({
  'lesson.yaml': lessonYaml(id),
  'en.md': WORDS,
  'solution.cmds': SOLUTION,
  'alt/two-new.cmds': ALT,
  'wrong/gone.cmds': GONE,
  'wrong/two.cmds': TWO,
})
