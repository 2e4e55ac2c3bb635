/** Entities of HTML: the five that must be written, and the usual ones that are read. Tags are no concern of it. */
const WRITTEN: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Names of Latin letters in the order of their code points from U+00C0, as HTML has them. */
const LATIN =
  'Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml'
const SIGNS =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest'
const READ: ReadonlyMap<string, string> = new Map([
  ...Object.entries({
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    euro: '€',
    hellip: '…',
    ndash: '–',
    mdash: '—',
  }),
  ...Object.entries({ lsquo: '‘', rsquo: '’', sbquo: '‚', ldquo: '“', rdquo: '”', bdquo: '„', bull: '•', trade: '™' }),
  ...Object.entries({
    larr: '←',
    rarr: '→',
    le: '≤',
    ge: '≥',
    ne: '≠',
    infin: '∞',
    minus: '−',
    permil: '‰',
    prime: '′',
  }),
  ...Object.entries({ ensp: '\u2002', emsp: '\u2003', thinsp: '\u2009', zwnj: '\u200c', zwj: '\u200d' }),
  ...LATIN.split(' ').map((name, i) => [name, String.fromCodePoint(0xc0 + i)] as const),
  ...SIGNS.split(' ').map((name, i) => [name, String.fromCodePoint(0xa0 + i)] as const),
])

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, sign => WRITTEN[sign] ?? sign)

/** Each entity once: what an entity stands for is not read again. */
export function unescapeHtml(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,7}));/g,
    (whole, decimal, hex, name) => {
      if (name !== undefined) return READ.get(name) ?? whole
      const point = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)
      const isSign = point > 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff)
      return isSign ? String.fromCodePoint(point) : whole
    },
  )
}
