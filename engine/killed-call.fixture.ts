/** A process that dies in the moment in which its connector is called. Only for the test beside it; its argument is a folder. */
import { writeSync } from 'node:fs'
import { systemClock } from '#machine/system-clock'
import { createFileKernel } from '#testing/file-kernel'
import { createScriptedConnector } from '#testing/scripted-connector'
import { graphOf, modelTask } from '#testing/test-kernel'

const { connector } = createScriptedConnector({
  clock: systemClock,
  script: () => {
    process.kill(process.pid, 'SIGKILL')
    return []
  },
})
const { kernel } = createFileKernel(process.argv[2] ?? '', {}, [connector])
const handle = await kernel.start({ taskgraph: graphOf([modelTask('m')], 'm') })
writeSync(1, handle.runId)
await handle.result
