/**
 * Bundles the page: `bun ui/build.ts <folder>` writes page.html and its hashed parts there. A program of its own, so that the
 * bundler's memory and time never count in the server. It looks at no cache and deletes nothing; studio/page decides when to build.
 */
import tailwind from 'bun-plugin-tailwind'

const [outFolder] = process.argv.slice(2)
if (outFolder === undefined) {
  process.stderr.write('usage: bun ui/build.ts <folder>\n')
  process.exit(2)
}

const build = await Bun.build({
  entrypoints: [`${import.meta.dir}/page.html`],
  outdir: outFolder,
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
process.exit(build.success ? 0 : 1)
