/** What a browser sees that was not let in: why, and how to get in. */
import { useConnection } from '../api/connection.ts'
import icon from '../icon.svg'

export function Unpaired() {
  const { problem } = useConnection()
  return (
    <main className="mx-auto flex max-w-lg flex-col gap-3 px-6 py-[12dvh]">
      <img src={icon} alt="" width={32} height={32} />
      <h1 className="font-semibold text-xl">This browser is not paired</h1>
      {problem !== null && <p className="text-bad">{problem}</p>}
      <p className="text-quiet">
        Studio answers only to programs that hold its token and to browsers that came by its link. The link works once,
        for five minutes.
      </p>
      <ol className="flex list-decimal flex-col gap-1 pl-5">
        <li>
          In a terminal: <code className="rounded-sm bg-sunken px-1 font-mono">bun kora token --link</code>
        </li>
        <li>Open the link that it prints, in this browser.</li>
      </ol>
      <p className="text-quiet">
        Your chats and runs are where they were. The API is described at{' '}
        <a className="text-accent underline" href="/docs">
          /docs
        </a>
        .
      </p>
    </main>
  )
}
