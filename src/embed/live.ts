/**
 * One widget lives at a time: who begins says so, and the others let their workers go.
 *
 * The widgets of a page share their origin and so a channel, whoever made their frames. Another tab's widgets hear it
 * too; theirs stop as well, which spares the same machine.
 */
const CHANNEL = 'cloudglass-live'

export class Live {
  /** Called when another widget begins. */
  onother: () => void = () => {}
  readonly #channel: Pick<BroadcastChannel, 'postMessage'>

  constructor(channel: BroadcastChannel = new BroadcastChannel(CHANNEL)) {
    this.#channel = channel
    channel.onmessage = () => this.onother()
  }

  begin(): void {
    this.#channel.postMessage('begin')
  }
}
