/** For tests: a pull in a process of its own, to be killed in its middle. Prints how many bytes it has. */
import { pullModel } from './pull-model.ts'

const [folder = '', model = '{}', chunkBytes = ''] = process.argv.slice(2)
await pullModel(null, {
  modelsFolder: folder,
  curated: [{ ...JSON.parse(model), id: 'smollm2-135m-instruct-q4_1' }],
  hubLimits: { connectMs: 5_000, stallMs: 5_000, chunkBytes: Number(chunkBytes) },
  onProgress: ({ doneBytes }) => process.stdout.write(`${doneBytes}\n`),
})
