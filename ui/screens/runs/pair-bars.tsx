/** Two values a row as bars on one scale, with the numbers beside them: a plot that can be read without seeing it. */

export type PairRow = {
  readonly name: string
  readonly left: number
  readonly right: number
}

export function PairBars({
  label,
  names,
  rows,
  show,
  tones = ['bg-accent', 'bg-line-strong'],
}: {
  readonly label: string
  readonly names: readonly [string, string]
  readonly rows: readonly PairRow[]
  readonly show: (value: number) => string
  readonly tones?: readonly [string, string]
}) {
  const most = Math.max(...rows.flatMap(({ left, right }) => [left, right]), Number.MIN_VALUE)
  return (
    <table className="w-full text-left">
      <caption className="pb-2 text-left font-semibold">{label}</caption>
      <tbody>
        {rows.map(row => (
          <tr key={row.name} className="align-top">
            <th scope="row" className="w-24 py-1.5 pr-3 font-normal text-quiet sm:w-40 sm:pr-4">
              {row.name}
            </th>
            <td className="py-1.5">
              <Bar name={names[0]} value={row.left} most={most} show={show} tone={tones[0]} />
              <Bar name={names[1]} value={row.right} most={most} show={show} tone={tones[1]} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Bar({
  name,
  value,
  most,
  show,
  tone,
}: {
  readonly name: string
  readonly value: number
  readonly most: number
  readonly show: (value: number) => string
  readonly tone: string
}) {
  return (
    <div className="flex items-center gap-2 text-sm">
      <span className="w-18 shrink-0 truncate text-quiet sm:w-24">{name}</span>
      <span className="h-2 min-w-0 flex-1 rounded-sm bg-sunken" aria-hidden>
        <span
          className={`block h-2 rounded-sm ${tone}`}
          style={{ width: `${(value / most) * 100}%`, minWidth: value > 0 ? 1 : 0 }}
        />
      </span>
      <span className="tabular w-16 shrink-0 text-right sm:w-20">{show(value)}</span>
    </div>
  )
}
