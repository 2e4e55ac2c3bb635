/**
 * Abbreviations whose full stop does not end a sentence. A word is packed as its lower-case letters, the first in the
 * lowest byte, as `keepsGoing` reads them from the stop backwards.
 */

/** Titles and short forms that something always follows. */
export function isAbbreviation(word: u64): bool {
  switch (word) {
    case 0x726d: // mr.
    case 0x73726d: // mrs.
    case 0x736d: // ms.
    case 0x786d: // mx.
    case 0x7264: // dr.
    case 0x666f7270: // prof.
    case 0x7473: // st.
    case 0x7376: // vs.
    case 0x672e65: // e.g.
    case 0x652e69: // i.e.
    case 0x6663: // cf.
    case 0x6f6e: // no.
    case 0x726e: // nr.
    case 0x6c6f76: // vol.
    case 0x676966: // fig.
    case 0x786f72707061: // approx.
    case 0x74706564: // dept.
    case 0x747365: // est.
    case 0x6e6567: // gen.
    case 0x6e6573: // sen.
    case 0x706572: // rep.
    case 0x766f67: // gov.
    case 0x6e6f68: // hon.
    case 0x766572: // rev.
    case 0x74706163: // capt.
    case 0x746773: // sgt.
    case 0x746c: // lt.
    case 0x6c6f63: // col.
    case 0x73657270: // pres.
    case 0x622e7a: // z.b.
    case 0x777a62: // bzw.
    case 0x6163: // ca.
    case 0x7070: // pp.
    case 0x6465: // ed.
    case 0x736465: // eds.
    case 0x6c61: // al.
      return true
    default:
      return false
  }
}

/** Short forms that end a sentence as often as not: what follows decides. */
export function isClosingAbbreviation(word: u64): bool {
  switch (word) {
    case 0x637465: // etc.
    case 0x636e69: // inc.
    case 0x64746c: // ltd.
    case 0x6f63: // co.
    case 0x70726f63: // corp.
    case 0x726a: // jr.
    case 0x7273: // sr.
    case 0x6d2e61: // a.m.
    case 0x6d2e70: // p.m.
    case 0x732e75: // u.s.
    case 0x6b2e75: // u.k.
    case 0x777375: // usw.
    case 0x642e6870: // ph.d.
    case 0x632e62: // b.c.
    case 0x642e61: // a.d.
      return true
    default:
      return false
  }
}
