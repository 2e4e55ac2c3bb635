/**
 * Every case of the official JSON Schema test suite that this engine refuses on purpose, with the reason. The suite's test
 * fails when a case that is not here fails, and when one that is here passes; docs/json-schema.md shows the same list.
 */

export type Reason = 'id' | 'remote-reference' | 'recursion' | 'dynamic-reference' | 'vocabulary'

export const REASONS: { readonly [reason in Reason]: string } = {
  id: 'A schema is one document and its references are pointers and anchors into it, so "$id" has nothing to name; accepting it would let a schema pretend to be another one.',
  'remote-reference':
    'A reference may not leave its document: nothing a graph says makes Studio open a socket or a file.',
  recursion:
    'A schema may not refer to itself: without recursion the cost of a schema is known before it meets a value.',
  'dynamic-reference':
    '"$dynamicRef" and "$dynamicAnchor" choose their target while a value is checked, so the cost could not be known before.',
  vocabulary: 'The two drafts are fixed; a schema cannot bring a dialect of its own.',
}

/** Case descriptions by reason and by file of the suite. */
export const DEVIATIONS: { readonly [reason in Reason]: { readonly [file: string]: readonly string[] } } = {
  id: {
    'draft7/ref.json': [
      '$ref prevents a sibling $id from changing the base uri',
      'Recursive references between schemas',
      'Location-independent identifier',
      'Reference an anchor with a non-relative URI',
      'Location-independent identifier with base URI change in subschema',
      'refs with relative uris and defs',
      'relative refs with absolute uris and defs',
      '$id must be resolved against nearest parent, not just immediate parent',
      'simple URN base URI with $ref via the URN',
      'simple URN base URI with JSON pointer',
      'URN base URI with NSS',
      'URN base URI with r-component',
      'URN base URI with q-component',
      'URN base URI with URN and JSON pointer ref',
      'URN base URI with URN and anchor ref',
      'ref to if',
      'ref to then',
      'ref to else',
      'ref with absolute-path-reference',
      '$id with file URI still resolves pointers - *nix',
      '$id with file URI still resolves pointers - windows',
    ],
    'draft7/refRemote.json': [
      'base URI change',
      'base URI change - change folder',
      'base URI change - change folder in subschema',
      'root ref in remote ref',
      'remote ref with ref to definitions',
      'retrieved nested refs resolve relative to their URI not $id',
    ],
    'draft2020-12/anchor.json': [
      'Location-independent identifier with absolute URI',
      'Location-independent identifier with base URI change in subschema',
      'same $anchor with different base uri',
    ],
    'draft2020-12/ref.json': [
      'Recursive references between schemas',
      'refs with relative uris and defs',
      'relative refs with absolute uris and defs',
      '$id must be resolved against nearest parent, not just immediate parent',
      'order of evaluation: $id and $ref',
      'order of evaluation: $id and $anchor and $ref',
      'simple URN base URI with $ref via the URN',
      'simple URN base URI with JSON pointer',
      'URN base URI with NSS',
      'URN base URI with r-component',
      'URN base URI with q-component',
      'URN base URI with URN and JSON pointer ref',
      'URN base URI with URN and anchor ref',
      'URN ref with nested pointer ref',
      'ref to if',
      'ref to then',
      'ref to else',
      'ref with absolute-path-reference',
      '$id with file URI still resolves pointers - *nix',
      '$id with file URI still resolves pointers - windows',
    ],
    'draft2020-12/refRemote.json': [
      'base URI change',
      'base URI change - change folder',
      'base URI change - change folder in subschema',
      'root ref in remote ref',
      'remote ref with ref to defs',
      'retrieved nested refs resolve relative to their URI not $id',
    ],
  },
  'remote-reference': {
    'draft7/definitions.json': ['validate definition against metaschema'],
    'draft7/ref.json': ['remote ref, containing refs itself'],
    'draft7/refRemote.json': [
      'remote ref',
      'fragment within remote ref',
      'ref within remote ref',
      'Location-independent identifier in remote ref',
      '$ref to $ref finds location-independent $id',
    ],
    'draft2020-12/defs.json': ['validate definition against metaschema'],
    'draft2020-12/ref.json': ['remote ref, containing refs itself'],
    'draft2020-12/refRemote.json': [
      'remote ref',
      'fragment within remote ref',
      'anchor within remote ref',
      'ref within remote ref',
      'Location-independent identifier in remote ref',
      'remote HTTP ref with different $id',
      'remote HTTP ref with different URN $id',
      'remote HTTP ref with nested absolute ref',
      '$ref to $ref finds detached $anchor',
    ],
  },
  recursion: {
    'draft7/ref.json': ['root pointer ref'],
    'draft2020-12/ref.json': ['root pointer ref'],
    'draft2020-12/unevaluatedProperties.json': ['unevaluatedProperties + single cyclic ref'],
  },
  'dynamic-reference': {
    'draft2020-12/dynamicRef.json': [
      'A $dynamicRef to a $dynamicAnchor in the same schema resource behaves like a normal $ref to an $anchor',
      'A $dynamicRef to an $anchor in the same schema resource behaves like a normal $ref to an $anchor',
      'A $ref to a $dynamicAnchor in the same schema resource behaves like a normal $ref to an $anchor',
      'A $dynamicRef resolves to the first $dynamicAnchor still in scope that is encountered when the schema is evaluated',
      'A $dynamicRef without anchor in fragment behaves identical to $ref',
      "A $dynamicRef with intermediate scopes that don't include a matching $dynamicAnchor does not affect dynamic scope resolution",
      'An $anchor with the same name as a $dynamicAnchor is not used for dynamic scope resolution',
      'A $dynamicRef without a matching $dynamicAnchor in the same schema resource behaves like a normal $ref to $anchor',
      'A $dynamicRef with a non-matching $dynamicAnchor in the same schema resource behaves like a normal $ref to $anchor',
      'A $dynamicRef that initially resolves to a schema with a matching $dynamicAnchor resolves to the first $dynamicAnchor in the dynamic scope',
      'A $dynamicRef that initially resolves to a schema without a matching $dynamicAnchor behaves like a normal $ref to $anchor',
      'multiple dynamic paths to the $dynamicRef keyword',
      'after leaving a dynamic scope, it is not used by a $dynamicRef',
      'strict-tree schema, guards against misspelled properties',
      'tests for implementation dynamic anchor and reference link',
      '$ref and $dynamicAnchor are independent of order - $defs first',
      '$ref and $dynamicAnchor are independent of order - $ref first',
      '$ref to $dynamicRef finds detached $dynamicAnchor',
      '$dynamicRef points to a boolean schema',
      '$dynamicRef skips over intermediate resources - direct reference',
    ],
    'draft2020-12/unevaluatedItems.json': ['unevaluatedItems with $dynamicRef'],
    'draft2020-12/unevaluatedProperties.json': ['unevaluatedProperties with $dynamicRef'],
  },
  vocabulary: {
    'draft2020-12/vocabulary.json': [
      'schema that uses custom metaschema with with no validation vocabulary',
      'ignore unrecognized optional vocabulary',
    ],
  },
}
