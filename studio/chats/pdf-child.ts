/** The process that reads PDFs: one file in, the text of its pages out. It runs no script of a file and fetches nothing. */
import { extractText, getDocumentProxy } from 'unpdf'
import type { PdfAnswer, PdfQuestion } from './read-pdf.ts'

process.on('message', async (question: PdfQuestion) => {
  process.send?.(await answer(question))
})

async function answer({ bytes, maxPages }: PdfQuestion): Promise<PdfAnswer> {
  try {
    const document = await getDocumentProxy(bytes, { verbosity: 0 })
    if (document.numPages > maxPages) return { ok: false, why: 'pages', pages: document.numPages }
    const { text } = await extractText(document, { mergePages: false })
    return { ok: true, pages: text }
  } catch (error) {
    const name = (error as { name?: unknown }).name
    return { ok: false, why: name === 'PasswordException' ? 'password' : 'broken', pages: 0 }
  }
}
