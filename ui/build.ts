/**
 * Bundles the page: `bun ui/build.ts <folder>` writes page.html and its hashed parts there. A program of its own, so that the
 * bundler's memory and time never count in the server. It looks at no cache and deletes nothing; studio/page decides when to build.
 */
import { copyFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import tailwind from 'bun-plugin-tailwind'

const [folder = ''] = process.argv.slice(2)
if (folder === '') {
  process.stderr.write('usage: bun ui/build.ts <folder>\n')
  process.exit(2)
}

const build = await Bun.build({
  entrypoints: [`${import.meta.dir}/page.html`],
  outdir: folder,
  target: 'browser',
  publicPath: '/page/',
  splitting: true,
  minify: true,
  plugins: [tailwind],
  define: { 'process.env.NODE_ENV': '"production"' },
  naming: { entry: '[name].[ext]', chunk: '[name]-[hash].[ext]', asset: '[name]-[hash].[ext]' },
  throw: false,
})
for (const log of build.logs) process.stderr.write(`${log}\n`)
if (build.success) {
  await addFormulas()
  await addExamples()
}
process.exit(build.success ? 0 : 1)

/** KaTeX's styles and fonts, which the page loads with its first formula: the bundler would write every font into the style. */
async function addFormulas(): Promise<void> {
  const style = Bun.resolveSync('katex/dist/katex.min.css', import.meta.dir)
  const fonts = join(dirname(style), 'fonts')
  const text = await Bun.file(style).text()
  const woff2 = text.replace(/src:url\(fonts\/([\w-]+\.woff2)\)[^;}]*/g, "src:url(/page/$1) format('woff2')")
  await Bun.write(join(folder, 'formulas.css'), woff2)
  for (const name of readdirSync(fonts)) {
    if (name.endsWith('.woff2')) copyFileSync(join(fonts, name), join(folder, name))
  }
}

/** The example graphs, for the gallery of the workbench, and what they are called. */
async function addExamples(): Promise<void> {
  const examples = join(import.meta.dir, '..', 'examples')
  const index: { readonly name: string; readonly title: string }[] = []
  for (const file of readdirSync(examples).sort()) {
    if (!file.endsWith('.json')) continue
    const name = file.slice(0, -'.json'.length)
    const graph = (await Bun.file(join(examples, file)).json()) as { readonly metadata?: { readonly title?: string } }
    index.push({ name, title: graph.metadata?.title ?? name })
    copyFileSync(join(examples, file), join(folder, `example-${file}`))
  }
  await Bun.write(join(folder, 'examples.json'), JSON.stringify(index))
}
