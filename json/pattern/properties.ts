/**
 * The Unicode properties a pattern may name (`\p{Lu}`, `\p{Script=Greek}`), each asked of one code point at a time.
 * Only names from these closed lists become expressions of the engine; a pattern's own text never does (S5).
 */

const CATEGORIES =
  'L Lu Ll Lt LC Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po S Sm Sc Sk So Z Zs Zl Zp C Cc Cf Cs Co Cn ' +
  'Letter Uppercase_Letter Lowercase_Letter Titlecase_Letter Cased_Letter Modifier_Letter Other_Letter Mark ' +
  'Nonspacing_Mark Spacing_Mark Enclosing_Mark Number Decimal_Number Letter_Number Other_Number Punctuation ' +
  'Connector_Punctuation Dash_Punctuation Open_Punctuation Close_Punctuation Initial_Punctuation Final_Punctuation ' +
  'Other_Punctuation Symbol Math_Symbol Currency_Symbol Modifier_Symbol Other_Symbol Separator Space_Separator ' +
  'Line_Separator Paragraph_Separator Other Control Format Surrogate Private_Use Unassigned digit punct'

const BINARY =
  'ASCII Any Assigned ASCII_Hex_Digit Alphabetic Bidi_Control Bidi_Mirrored Case_Ignorable Cased Dash ' +
  'Default_Ignorable_Code_Point Deprecated Diacritic Emoji Emoji_Component Emoji_Modifier Emoji_Modifier_Base ' +
  'Emoji_Presentation Extended_Pictographic Extender Grapheme_Base Grapheme_Extend Hex_Digit ID_Continue ID_Start ' +
  'Ideographic Join_Control Lowercase Math Noncharacter_Code_Point Pattern_Syntax Pattern_White_Space Quotation_Mark ' +
  'Radical Regional_Indicator Sentence_Terminal Soft_Dotted Terminal_Punctuation Unified_Ideograph Uppercase ' +
  'Variation_Selector White_Space XID_Continue XID_Start'

const SCRIPTS =
  'Arab Cham Cyrl Deva Grek Hang Hani Hebr Hira Kana Latn Lisu Modi Newa Thai Toto Yi Adlam Anatolian_Hieroglyphs Arabic Armenian Avestan Balinese Bamum Bassa_Vah Batak Bengali Beria_Erfe Bhaiksuki Bopomofo Brahmi Braille Buginese Buhid Canadian_Aboriginal Carian Caucasian_Albanian Chakma Cherokee Chorasmian Common Coptic Cuneiform Cypriot Cypro_Minoan Cyrillic Deseret Devanagari Dives_Akuru Dogra Duployan Egyptian_Hieroglyphs Elbasan Elymaic Ethiopic Garay Georgian Glagolitic Gothic Grantha Greek Gujarati Gunjala_Gondi Gurmukhi Gurung_Khema Han Hangul Hanifi_Rohingya Hanunoo Hatran Hebrew Hiragana Imperial_Aramaic Inherited Inscriptional_Pahlavi Inscriptional_Parthian Javanese Kaithi Kannada Katakana Kayah_Li Kharoshthi Khitan_Small_Script Khmer Khojki Khudawadi Kirat_Rai Lao Latin Lepcha Limbu Linear_A Linear_B Lycian Lydian Mahajani Makasar Malayalam Mandaic Manichaean Marchen Masaram_Gondi Medefaidrin Meetei_Mayek Mende_Kikakui Meroitic_Cursive Meroitic_Hieroglyphs Mongolian Mro Multani Myanmar Nabataean Nag_Mundari Nandinagari New_Tai_Lue Nko Nushu Nyiakeng_Puachue_Hmong Ogham Ol_Chiki Ol_Onal Old_Hungarian Old_Italic Old_North_Arabian Old_Permic Old_Persian Old_Sogdian Old_South_Arabian Old_Turkic Old_Uyghur Oriya Osage Osmanya Pahawh_Hmong Palmyrene Pau_Cin_Hau Phags_Pa Phoenician Psalter_Pahlavi Rejang Runic Samaritan Saurashtra Sharada Shavian Siddham Sidetic SignWriting Sinhala Sogdian Sora_Sompeng Soyombo Sundanese Sunuwar Syloti_Nagri Syriac Tagalog Tagbanwa Tai_Le Tai_Tham Tai_Viet Tai_Yo Takri Tamil Tangsa Tangut Telugu Thaana Tibetan Tifinagh Tirhuta Todhri Tolong_Siki Tulu_Tigalari Ugaritic Unknown Vai Vithkuqi Wancho Warang_Citi Yezidi Zanabazar_Square'

/** Tells whether one code point has the property. */
export type Property = { readonly name: string; has(point: number): boolean }

const expressions = new Map<string, string>()
for (const name of CATEGORIES.split(' ')) {
  for (const prefix of ['', 'General_Category=', 'gc=']) expressions.set(prefix + name, name)
}
for (const name of BINARY.split(' ')) expressions.set(name, name)
for (const name of SCRIPTS.split(' ')) {
  for (const prefix of ['Script=', 'sc=']) expressions.set(prefix + name, `Script=${name}`)
  for (const prefix of ['Script_Extensions=', 'scx=']) expressions.set(prefix + name, `Script_Extensions=${name}`)
}

const properties = new Map<string, Property>()

/** The property as ECMA-262 names it between the braces of `\p{...}`, or null where the name is not on the lists. */
export function findProperty(name: string): Property | null {
  const own = expressions.get(name)
  if (own === undefined) return null
  const known = properties.get(own)
  if (known !== undefined) return known
  const expression = new RegExp(`^\\p{${own}}$`, 'u')
  const property = { name: own, has: (point: number) => expression.test(String.fromCodePoint(point)) }
  properties.set(own, property)
  return property
}

/** Every name the lists hold; for the docs and the tests. */
export function listProperties(): readonly string[] {
  return [...expressions.keys()]
}
