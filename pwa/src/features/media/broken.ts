/** Cut off or damaged: no later step would make a picture of it. The person should hear it while still standing before the thing. */
export class BrokenPhoto extends Error {
  override name = 'BrokenPhoto'
}
